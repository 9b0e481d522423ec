import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ControlState } from '../record/control-state.ts'
import { sameHash, tokenHash } from './token-hash.ts'

/** Somebody of people.yaml, and what they may prove themselves with. */
export type Keyholder = {
  person: string
  name: string
  /** SHA-256 of the token; null = no token */
  token: Buffer | null
  /** the kept line of the password (store/password-hash.ts); null = no password */
  password: string | null
  /** what sessions are bound to: another token or password ends those that are open */
  stamp: Buffer
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

const readSecret = async (home: string, file: string | undefined): Promise<string | null> => {
  if (file === undefined) return null
  try {
    const text = (await readFile(resolve(home, file), 'utf8')).trim()
    return text === '' ? null : text
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

const stampOf = (token: string | null, password: string | null): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([token, password]))
    .digest()

/** People of the current policy. Read each time: a token or password that was taken away ends at once. */
export const keyholders =
  (control: () => Promise<ControlState>, home: string) => async (): Promise<Keyholder[]> => {
    const people = (await control()).policy?.people ?? []
    return Promise.all(
      people.map(async ({ id, name, token_file: tokenFile, password_file: passwordFile }) => {
        const token = await readSecret(home, tokenFile)
        const password = await readSecret(home, passwordFile)
        const stamp = stampOf(token, password)
        return { person: id, name, token: token === null ? null : tokenHash(token), password, stamp }
      }),
    )
  }

/** Whose token this is. Compares with every one, so that the time says nothing. */
export const holderOf = (token: string, holders: Keyholder[]): Keyholder | undefined => {
  const hash = tokenHash(token)
  return holders.filter((holder) => holder.token !== null && sameHash(holder.token, hash))[0]
}
