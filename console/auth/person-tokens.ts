import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ControlState } from '../record/control-state.ts'
import { sameHash, tokenHash } from './token-hash.ts'

export type Keyholder = { person: string; hash: Buffer }

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

const readToken = async (file: string): Promise<string | null> => {
  try {
    const token = (await readFile(file, 'utf8')).trim()
    return token === '' ? null : token
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** People of the current policy whose token file is there. Read each time: a token that was taken away ends at once. */
export const keyholders =
  (control: () => Promise<ControlState>, home: string) => async (): Promise<Keyholder[]> => {
    const people = (await control()).policy?.people ?? []
    const held = await Promise.all(
      people.map(async ({ id, token_file: file }) => {
        const token = file === undefined ? null : await readToken(resolve(home, file))
        return token === null ? null : { person: id, hash: tokenHash(token) }
      }),
    )
    return held.filter((holder) => holder !== null)
  }

/** Whose token this is. Compares with every one, so that the time says nothing. */
export const holderOf = (token: string, holders: Keyholder[]): Keyholder | undefined => {
  const hash = tokenHash(token)
  return holders.filter((holder) => sameHash(holder.hash, hash))[0]
}
