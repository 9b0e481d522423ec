import { resolve } from 'node:path'
import { runTypescript } from './run-typescript.mjs'

const [file, ...args] = process.argv.slice(2)
if (file === undefined) {
  process.stderr.write('usage: node scripts/run.mjs FILE.ts [arguments]\n')
  process.exitCode = 2
} else {
  await runTypescript('full', resolve(file), args)
}
