import { readFile } from 'node:fs/promises'
import { RemitError } from '../../contracts/errors.ts'

/** The console's public key, read once it is there: the console makes it at its first start. */
export const consoleKeyReader = (folder: string): (() => Promise<string>) => {
  let known: string | undefined
  return async () => {
    if (known !== undefined) return known
    try {
      known = await readFile(`${folder}/console.pub`, 'utf8')
      return known
    } catch (error) {
      throw new RemitError('NOT_READY', { missing: 'the key of the console' }, { cause: error })
    }
  }
}
