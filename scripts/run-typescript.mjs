import { endAs, runChild } from './run-child.mjs'
import { environmentFor, setUp } from './setup.mjs'

/** node:sqlite works and is announced as experimental on every start; that line tells a user nothing to act on. */
export const nodeFlags = ['--disable-warning=ExperimentalWarning']

/** Sets up what is missing, then runs a TypeScript file in this process's place. */
export const runTypescript = async (need, file, args, { cwd, env = process.env } = {}) => {
  try {
    const node = await setUp({ need })
    endAs(await runChild(node, [...nodeFlags, file, ...args], { cwd, env: environmentFor(node, env) }))
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
