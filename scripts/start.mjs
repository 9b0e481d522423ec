import { join } from 'node:path'
import { runTypescript } from './run-typescript.mjs'
import { root } from './setup.mjs'

// A plain script and no prestart hook: npm skips hooks under `ignore-scripts`. In the checkout's folder, as npm does it.
await runTypescript('start', join(root, 'cli', 'main.ts'), ['up', ...process.argv.slice(2)], { cwd: root })
