import { createHmac, randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { RemitError } from '../../contracts/errors.ts'
import { secretFile } from '../secret-file.ts'
import { text } from './columns.ts'

/** The key that seals the keys of all data subjects: 32 random bytes, made in `file` (0600) on first use. */
export const readMasterKey = async (file: string): Promise<Uint8Array> => {
  const content = await secretFile(file, () => `${randomBytes(32).toString('base64')}\n`)
  const key = Buffer.from(content, 'base64')
  if (key.length !== 32)
    throw new RemitError('BAD_CONFIG', { file, fault: 'not a key of 32 bytes in base64' })
  return key
}

/** Refuses another store's key at once: it would open nothing, and new objects would be lost with the old key. */
export const bindMasterKey = (db: DatabaseSync, key: Uint8Array, file: string): void => {
  const mark = createHmac('sha256', key).update('remit store').digest('hex')
  db.prepare(`INSERT OR IGNORE INTO meta VALUES ('master-key', ?)`).run(mark)
  const kept = text(db.prepare(`SELECT value FROM meta WHERE name = 'master-key'`).get() ?? {}, 'value')
  if (kept !== mark)
    throw new RemitError('BAD_CONFIG', { file, fault: 'not the key that this store was made with' })
}
