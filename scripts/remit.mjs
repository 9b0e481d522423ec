#!/usr/bin/env node
import { join } from 'node:path'
import { runTypescript } from './run-typescript.mjs'
import { root } from './setup.mjs'

// `npm run` changes into the checkout; files named by the user are meant from where the user stands.
const cwd = process.env.npm_lifecycle_event === undefined ? undefined : process.env.INIT_CWD
await runTypescript('start', join(root, 'cli', 'main.ts'), process.argv.slice(2), { cwd })
