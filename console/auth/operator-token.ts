import { randomBytes } from 'node:crypto'
import { homeFiles } from '../../contracts/home-files.ts'
import { secretFile } from '../../store/secret-file.ts'

/** What the operator signs in with on this machine: made at the first start, in a file that only its owner reads. */
export const operatorToken = async (home: string): Promise<string> =>
  (await secretFile(homeFiles(home).operatorToken, () => `${randomBytes(32).toString('base64url')}\n`)).trim()
