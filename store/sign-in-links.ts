import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, unlink } from 'node:fs/promises'
import { z } from 'zod'
import { secretFile } from './secret-file.ts'

const Kept = z.strictObject({ person: z.string(), until: z.string() })
const ending = '.link'
const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

const readKept = async (file: string): Promise<z.infer<typeof Kept> | null> => {
  try {
    const parsed = Kept.safeParse(JSON.parse(await readFile(file, 'utf8')))
    return parsed.success ? parsed.data : null
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return null
    throw error
  }
}

/** True for the one of all who ask that took the file away. */
const takeAway = async (file: string): Promise<boolean> => {
  try {
    await unlink(file)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

/**
 * Links that sign a person in once. The folder keeps a file for each, named by the SHA-256 of its key, so that who
 * reads the names has no key; using a link takes its file away, which only one of all replicas can do.
 */
export const signInLinks = (folder: string) => {
  const fileOf = (key: string): string =>
    `${folder}/${createHash('sha256').update(key, 'utf8').digest('hex')}${ending}`
  const look = async (key: string, now: Date): Promise<string | null> => {
    const kept = await readKept(fileOf(key))
    return kept !== null && kept.until > now.toISOString() ? kept.person : null
  }
  const forgetOld = async (now: Date): Promise<void> => {
    for (const name of await readdir(folder)) {
      const file = `${folder}/${name}`
      if (!name.endsWith(ending)) continue
      const kept = await readKept(file)
      if (kept === null || kept.until <= now.toISOString()) await takeAway(file)
    }
  }
  return {
    /** a new key for this person; 256 random bits, base64url */
    make: async (person: string, until: Date, now: Date): Promise<string> => {
      const key = randomBytes(32).toString('base64url')
      await secretFile(fileOf(key), () => JSON.stringify({ person, until: until.toISOString() }))
      await forgetOld(now)
      return key
    },
    /** whose link it is while it can be used; null = used, too old, or none of ours */
    look,
    /** the same, and it cannot be used again */
    use: async (key: string, now: Date): Promise<string | null> => {
      const person = await look(key, now)
      return (await takeAway(fileOf(key))) ? person : null
    },
  }
}
export type SignInLinks = ReturnType<typeof signInLinks>
