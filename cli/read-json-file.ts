import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { CliFailure } from './cli-failure.ts'

/** JSON of a file that the user named, `-` for standard input. Throws CliFailure (2) saying what is wrong with it. */
export const readJsonFile = async (file: string): Promise<unknown> => {
  try {
    return JSON.parse(file === '-' ? await text(process.stdin) : await readFile(file, 'utf8'))
  } catch (error) {
    const why = error instanceof SyntaxError ? `is not JSON (${error.message})` : 'cannot be read'
    throw new CliFailure(2, `${file} ${why}.`, {}, { cause: error })
  }
}
