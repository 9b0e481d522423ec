import { randomBytes } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { RemitError } from '../../contracts/errors.ts'
import { seal, unseal } from '../sealing.ts'
import { bytes, text } from './columns.ts'
import { markOf, masterKeysIn } from './master-key.ts'
import type { SqliteAccess } from './sqlite-access.ts'

/** Whoever reads the file finds all of the old or all of the new one. */
const writeKeys = (file: string, keys: readonly Uint8Array[]): void => {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const content = keys.map((key) => `${Buffer.from(key).toString('base64')}\n`).join('')
  writeFileSync(draft, content, { mode: 0o600, flush: true })
  renameSync(draft, file)
}

const meta = (name: string): string => `SELECT value FROM meta WHERE name = '${name}'`

const markIn = (db: DatabaseSync): string => text(db.prepare(meta('master-key')).get() ?? {}, 'value')

/** Every key of a subject, sealed under `fresh` instead of under what the store's mark names. */
const sealAnew = (db: DatabaseSync, known: readonly Uint8Array[], fresh: Uint8Array, file: string): void => {
  const old = known.find((key) => markOf(key) === markIn(db))
  if (old === undefined)
    throw new RemitError('BAD_CONFIG', { file, fault: 'not the key that this store was made with' })
  const again = (sealed: Uint8Array, about: string): Buffer => seal(fresh, unseal(old, sealed, about), about)
  for (const [table, name] of [
    ['subjects', 'subject'],
    ['data_subjects', 'ref'],
  ] as const) {
    const put = db.prepare(`UPDATE ${table} SET wrapped = ? WHERE ${name} = ?`)
    for (const row of db.prepare(`SELECT ${name}, wrapped FROM ${table}`).all())
      put.run(again(bytes(row, 'wrapped'), text(row, name)), text(row, name))
  }
  const index = db.prepare(meta('index-key')).get()
  const putMeta = db.prepare('UPDATE meta SET value = ? WHERE name = ?')
  if (index) {
    const sealed = Buffer.from(text(index, 'value'), 'base64')
    putMeta.run(again(sealed, 'index-key').toString('base64'), 'index-key')
  }
  putMeta.run(markOf(fresh), 'master-key')
}

/**
 * Seals every key under a new master key. The file is read and written within transactions alone, which exclude those
 * of every other process, and one rotation of this process follows another: two at once must not each drop the other's
 * key. The file has both keys until the change is committed; a process that dies in between leaves one too many, which
 * the next rotation drops. Every other process reads the file again when it finds the store under a key that it does
 * not know.
 * @throws RemitError BAD_CONFIG where the file does not hold the key that the store is under; then nothing is written
 */
export const rotateMaster = ({ db, write }: SqliteAccess, file: string): (() => Promise<void>) => {
  const rotate = async (): Promise<void> => {
    const fresh = randomBytes(32)
    await write(() => {
      const known = masterKeysIn(file)
      writeKeys(file, [...known, fresh])
      sealAnew(db, known, fresh, file)
    })
    await write(() => {
      const mark = markIn(db)
      const kept = masterKeysIn(file).filter((key) => markOf(key) === mark)
      if (kept.length > 0) writeKeys(file, kept)
    })
  }
  let last: Promise<void> = Promise.resolve()
  return () => (last = last.then(rotate, rotate))
}
