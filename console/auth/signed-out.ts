import { createHash } from 'node:crypto'
import { readdir, stat, unlink } from 'node:fs/promises'
import { secretFile } from '../../store/secret-file.ts'

const ending = '.out'
const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

const has = async (file: string): Promise<boolean> => {
  try {
    await stat(file)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

/**
 * Sessions that their person ended before their time, by a hash of the cookie: a copy of the cookie is worth nothing
 * either. `keepMs`: after this long the session would have ended by itself, and its entry is forgotten.
 */
export const signedOut = (folder: string, keepMs: number) => {
  const fileOf = (cookie: string): string =>
    `${folder}/${createHash('sha256').update(cookie, 'utf8').digest('hex')}${ending}`
  return {
    has: (cookie: string): Promise<boolean> => has(fileOf(cookie)),
    add: async (cookie: string, now: Date): Promise<void> => {
      await secretFile(fileOf(cookie), () => '')
      for (const name of (await readdir(folder)).filter((one) => one.endsWith(ending))) {
        const file = `${folder}/${name}`
        if ((await stat(file)).mtimeMs < now.getTime() - keepMs) await unlink(file)
      }
    },
  }
}
export type SignedOut = ReturnType<typeof signedOut>
