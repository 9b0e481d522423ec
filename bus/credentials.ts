import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { RemitError } from '../contracts/errors.ts'
import { writeSecretFile } from './write-secret-file.ts'

const Passwords = z.record(z.string(), z.string().min(20))

const read = async (path: string): Promise<Record<string, string>> => {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw error
  }
  try {
    return Passwords.parse(JSON.parse(text))
  } catch (error) {
    // Made anew they would lock out every process that runs, so a person looks first. The content stays unsaid.
    throw new RemitError('BAD_CONFIG', { file: path, expected: 'JSON of user to password' }, { cause: error })
  }
}

/**
 * Passwords of this installation by user: kept in `nats-credentials.json` (mode 0600) in the folder, random, made
 * where one is missing, never changed and never taken away.
 * @throws RemitError BAD_CONFIG when the file cannot be read as such
 */
export const ensureCredentials = async (
  folder: string,
  users: readonly string[],
): Promise<Record<string, string>> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'nats-credentials.json')
  const known = await read(path)
  const missing = users.filter((user) => !Object.hasOwn(known, user))
  const all = { ...known }
  for (const user of missing) all[user] = randomBytes(24).toString('base64url')
  if (missing.length > 0) await writeSecretFile(path, `${JSON.stringify(all, null, 2)}\n`)
  else await chmod(path, 0o600)
  return all
}
