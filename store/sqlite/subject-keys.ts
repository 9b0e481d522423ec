import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { SubjectKey } from '../sealing.ts'
import { newSubjectKey, seal, subjectKey, unseal } from '../sealing.ts'
import { bytes, text } from './columns.ts'
import type { MasterKey } from './master-key.ts'

/** The keys of subjects; all of it is for a transaction that is already open, or for reading. */
export type SubjectKeys = {
  find: (subject: string) => SubjectKey | null
  make: (subject: string) => SubjectKey
  /** a text under the store's index key (HMAC-SHA-256, hex): to find again what must not stand in the file */
  blind: (text: string) => string
  /** puts the key of `subject` under that of the data subject `name` too; false where it is already */
  bind: (subject: string, name: string) => boolean
  isUnder: (subject: string, name: string) => boolean
  /** whose keys are under this data subject's */
  under: (ref: string) => string[]
  drop: (subject: string) => boolean
  dropRef: (ref: string) => boolean
}

const indexKeyName = 'index-key'

/**
 * Every goal's content has a key of its own. Once the data subject is known that key is sealed under the subject's
 * key as well, one inside the other where there are several (key wrapping, NIST SP 800-57): nothing is encrypted or
 * named anew, and whichever subject's key is destroyed takes the content with it. No key is kept in memory.
 */
export const subjectKeys = (db: DatabaseSync, master: MasterKey): SubjectKeys => {
  const find = db.prepare('SELECT wrapped, under FROM subjects WHERE subject = ?')
  const put = db.prepare('INSERT OR REPLACE INTO subjects VALUES (?, ?, ?)')
  const drop = db.prepare('DELETE FROM subjects WHERE subject = ?')
  const unbind = db.prepare('DELETE FROM bound WHERE subject = ?')
  const findRef = db.prepare('SELECT wrapped FROM data_subjects WHERE ref = ?')
  const putRef = db.prepare('INSERT INTO data_subjects VALUES (?, ?)')
  const dropRef = db.prepare('DELETE FROM data_subjects WHERE ref = ?')
  const putBound = db.prepare('INSERT OR IGNORE INTO bound VALUES (?, ?)')
  const bound = db.prepare('SELECT subject FROM bound WHERE ref = ? ORDER BY subject')
  const isBound = db.prepare('SELECT 1 FROM bound WHERE ref = ? AND subject = ?')
  const findIndex = db.prepare(`SELECT value FROM meta WHERE name = '${indexKeyName}'`)
  const putIndex = db.prepare(`INSERT OR IGNORE INTO meta VALUES ('${indexKeyName}', ?)`)

  const indexKey = (): Uint8Array => {
    const row = findIndex.get()
    if (row) return master.unseal(Buffer.from(text(row, 'value'), 'base64'), indexKeyName)
    putIndex.run(master.seal(randomBytes(32), indexKeyName).toString('base64'))
    return indexKey()
  }
  const keyOfRef = (ref: string): Uint8Array | null => {
    const row = findRef.get(ref)
    return row ? master.unseal(bytes(row, 'wrapped'), ref) : null
  }
  const makeRef = (ref: string): Uint8Array => {
    const fresh = randomBytes(32)
    putRef.run(ref, master.seal(fresh, ref))
    return fresh
  }
  /** The key's 64 bytes and whose keys it is under, the outermost first; null where any of these is gone. */
  const open = (subject: string): { key: Uint8Array; refs: string[] } | null => {
    const row = find.get(subject)
    if (!row) return null
    const refs = text(row, 'under').split(' ').filter(Boolean)
    let key = master.unseal(bytes(row, 'wrapped'), subject)
    for (const ref of refs) {
      const above = keyOfRef(ref)
      if (above === null) return null
      key = unseal(above, key, subject)
    }
    return { key, refs }
  }
  const wrap = (subject: string, key: Uint8Array, above: readonly Uint8Array[]): Buffer =>
    master.seal(
      above.reduceRight<Uint8Array>((inner, outer) => seal(outer, inner, subject), key),
      subject,
    )
  const make = (subject: string): SubjectKey => {
    const fresh = newSubjectKey()
    put.run(subject, wrap(subject, fresh, []), '')
    return subjectKey(fresh)
  }
  const blind = (value: string): string =>
    createHmac('sha256', createSecretKey(indexKey())).update(value).digest('hex')

  return {
    find: (subject) => {
      const opened = open(subject)
      return opened ? subjectKey(opened.key) : null
    },
    make,
    blind,
    bind(subject, name) {
      const ref = blind(name)
      if (!find.get(subject)) make(subject)
      const opened = open(subject)
      if (opened === null || opened.refs.includes(ref)) return false
      const refs = [...opened.refs, ref]
      const above = refs.map((one) => keyOfRef(one) ?? makeRef(one))
      put.run(subject, wrap(subject, opened.key, above), refs.join(' '))
      putBound.run(ref, subject)
      return true
    },
    isUnder: (subject, name) => isBound.get(blind(name), subject) !== undefined,
    under: (ref) => bound.all(ref).map((row) => text(row, 'subject')),
    drop: (subject) => {
      unbind.run(subject)
      return Number(drop.run(subject).changes) > 0
    },
    dropRef: (ref) => Number(dropRef.run(ref).changes) > 0,
  }
}

/** Keys of effects as an older release kept them, in plain text, are blinded. For the transaction that opens the file. */
export const blindOldKeys = (db: DatabaseSync, keys: Pick<SubjectKeys, 'blind'>): void => {
  // Makes the index key of a new file, too.
  keys.blind('')
  const plain = db.prepare(`SELECT tool, key FROM effect_keys WHERE key NOT LIKE '#%'`).all()
  const rename = db.prepare('UPDATE effect_keys SET key = ? WHERE tool = ? AND key = ?')
  for (const row of plain) rename.run(`#${keys.blind(text(row, 'key'))}`, text(row, 'tool'), text(row, 'key'))
}
