import { randomBytes } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { seal, unseal } from '../sealing.ts'
import { bytes, text } from './columns.ts'
import { markOf, readMasterKeys } from './master-key.ts'
import type { SqliteAccess } from './sqlite-access.ts'

/** Whoever reads the file finds all of the old or all of the new one. */
const writeKeys = (file: string, keys: readonly Uint8Array[]): void => {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const content = keys.map((key) => `${Buffer.from(key).toString('base64')}\n`).join('')
  writeFileSync(draft, content, { mode: 0o600, flush: true })
  renameSync(draft, file)
}

const markIn = (db: DatabaseSync): string =>
  text(db.prepare(`SELECT value FROM meta WHERE name = 'master-key'`).get() ?? {}, 'value')

/**
 * Seals every key under a new master key. The file has both while the store changes over, in one transaction; a
 * process that dies in between leaves a file with one key too many, which the next rotation drops. Every other process
 * reads the file again when it finds the store under a key that it does not know.
 */
export const rotateMaster =
  ({ db, write }: SqliteAccess, file: string) =>
  async (): Promise<void> => {
    const known = await readMasterKeys(file)
    const fresh = randomBytes(32)
    writeKeys(file, [...known, fresh])
    await write(() => {
      const old = known.find((key) => markOf(key) === markIn(db))
      // Another rotation came first: its key is in the file, and this one's is dropped by whoever comes next.
      if (old === undefined) return
      const again = (sealed: Uint8Array, about: string): Buffer =>
        seal(fresh, unseal(old, sealed, about), about)
      for (const [table, name] of [
        ['subjects', 'subject'],
        ['data_subjects', 'ref'],
      ] as const) {
        const put = db.prepare(`UPDATE ${table} SET wrapped = ? WHERE ${name} = ?`)
        for (const row of db.prepare(`SELECT ${name}, wrapped FROM ${table}`).all())
          put.run(again(bytes(row, 'wrapped'), text(row, name)), text(row, name))
      }
      const index = db.prepare(`SELECT value FROM meta WHERE name = 'index-key'`).get()
      const putMeta = db.prepare('UPDATE meta SET value = ? WHERE name = ?')
      if (index)
        putMeta.run(
          again(Buffer.from(text(index, 'value'), 'base64'), 'index-key').toString('base64'),
          'index-key',
        )
      putMeta.run(markOf(fresh), 'master-key')
    })
    const mark = markIn(db)
    const kept = (await readMasterKeys(file)).filter((key) => markOf(key) === mark)
    writeKeys(file, kept)
  }
