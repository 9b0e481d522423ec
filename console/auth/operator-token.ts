import { randomBytes } from 'node:crypto'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const exists = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST'

/** The operator's token of an embedded run: made once, readable by the owner of the home alone. Answers its path. */
export const ensureOperatorToken = async (home: string): Promise<string> => {
  const file = join(home, 'operator.token')
  await mkdir(home, { recursive: true, mode: 0o700 })
  try {
    await writeFile(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!exists(error)) throw error
    await chmod(file, 0o600)
  }
  return file
}
