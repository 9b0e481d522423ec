import { createHmac, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { RemitError } from '../../contracts/errors.ts'
import { seal, unseal } from '../sealing.ts'
import { secretFile } from '../secret-file.ts'
import { text } from './columns.ts'

/** Seals the keys of all data subjects. The key itself lies in a file beside the store, never in it. */
export type MasterKey = {
  seal: (plain: Uint8Array, about: string) => Buffer
  unseal: (sealed: Uint8Array, about: string) => Buffer
}

const newKey = (): string => randomBytes(32).toString('base64')

/** One key of 32 bytes in base64 a line: one, or two while they are being exchanged. */
const parseKeys = (file: string, content: string): Uint8Array[] => {
  const keys = content
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => Buffer.from(line, 'base64'))
  if (keys.length === 0 || keys.some((key) => key.length !== 32))
    throw new RemitError('BAD_CONFIG', { file, fault: 'not a key of 32 bytes in base64' })
  return keys
}

export const markOf = (key: Uint8Array): string =>
  createHmac('sha256', key).update('remit store').digest('hex')

/** The keys of `file`, made (0600) on first use. */
export const readMasterKeys = async (file: string): Promise<Uint8Array[]> =>
  parseKeys(file, await secretFile(file, () => `${newKey()}\n`))

/** The same of a file that is there, at once: for what happens within a transaction. */
export const masterKeysIn = (file: string): Uint8Array[] => parseKeys(file, readFileSync(file, 'utf8'))

/** The store says by a mark which key it is under; whichever process finds another one reads the file again. */
export const masterKey = (db: DatabaseSync, file: string, first: readonly Uint8Array[]): MasterKey => {
  const kept = db.prepare(`SELECT value FROM meta WHERE name = 'master-key'`)
  const keys = new Map(first.map((key) => [markOf(key), key]))
  const active = (): Uint8Array => {
    const mark = text(kept.get() ?? {}, 'value')
    const known = keys.get(mark)
    if (known) return known
    for (const key of masterKeysIn(file)) keys.set(markOf(key), key)
    const found = keys.get(mark)
    if (found) return found
    throw new RemitError('BAD_CONFIG', { file, fault: 'not the key that this store was made with' })
  }
  return {
    seal: (plain, about) => seal(active(), plain, about),
    unseal: (sealed, about) => unseal(active(), sealed, about),
  }
}

/** Refuses another store's key at once: it would open nothing, and new objects would be lost with the old key. */
export const bindMasterKey = (db: DatabaseSync, keys: readonly Uint8Array[], file: string): void => {
  const marks = keys.map(markOf)
  db.prepare(`INSERT OR IGNORE INTO meta VALUES ('master-key', ?)`).run(marks[0] ?? '')
  const kept = text(db.prepare(`SELECT value FROM meta WHERE name = 'master-key'`).get() ?? {}, 'value')
  if (!marks.includes(kept))
    throw new RemitError('BAD_CONFIG', { file, fault: 'not the key that this store was made with' })
}
