import { canonicalJson } from '../../contracts/canonical-json.ts'
import type { Instant } from '../../contracts/envelope.ts'
import { RemitError } from '../../contracts/errors.ts'
import type { StagedTrail, Store, TrailPut } from '../port.ts'
import type { SubjectKey } from '../sealing.ts'
import { addressOf, newSubjectKey, seal, subjectKey, unseal } from '../sealing.ts'
import { bytes } from './columns.ts'
import type { SqliteAccess } from './sqlite-access.ts'

type Trail = Pick<Store, 'putTrail' | 'stageTrail' | 'getTrail' | 'eraseSubject'> & {
  /** for a transaction that is already open */
  putNow: (subject: string, canonical: string) => TrailPut
  keepNow: (staged: readonly StagedTrail[]) => void
}

/**
 * Objects under the key of their data subject, which is itself sealed under `master`. No key is kept in memory: once
 * its row is gone, here or through another process, nothing opens or names its objects any more.
 */
export const sqliteTrail = (
  { db, read, write }: SqliteAccess,
  master: Uint8Array,
  now: () => Instant,
): Trail => {
  const findKey = db.prepare('SELECT wrapped FROM subjects WHERE subject = ?')
  const putKey = db.prepare('INSERT INTO subjects VALUES (?, ?)')
  const dropKey = db.prepare('DELETE FROM subjects WHERE subject = ?')
  const has = db.prepare('SELECT 1 FROM trail WHERE subject = ? AND digest = ?')
  const find = db.prepare('SELECT sealed FROM trail WHERE subject = ? AND digest = ?')
  const put = db.prepare('INSERT INTO trail VALUES (?, ?, ?, ?)')
  const keep = db.prepare('INSERT OR IGNORE INTO trail VALUES (?, ?, ?, ?)')
  const dropObjects = db.prepare('DELETE FROM trail WHERE subject = ?')

  const keyOf = (subject: string): SubjectKey | null => {
    const row = findKey.get(subject)
    return row ? subjectKey(unseal(master, bytes(row, 'wrapped'), subject)) : null
  }
  const makeKey = (subject: string): SubjectKey => {
    const fresh = newSubjectKey()
    putKey.run(subject, seal(master, fresh, subject))
    return subjectKey(fresh)
  }
  const about = (subject: string, digest: string): string => `${subject}\u0000${digest}`

  const putObject = (subject: string, canonical: string): TrailPut => {
    const key = keyOf(subject) ?? makeKey(subject)
    const digest = addressOf(key, canonical)
    if (has.get(subject, digest)) return { digest, fresh: false }
    put.run(subject, digest, now(), sealed(key, subject, digest, canonical))
    return { digest, fresh: true }
  }
  const sealed = (key: SubjectKey, subject: string, digest: string, canonical: string): Buffer =>
    seal(key.encrypt, Buffer.from(canonical), about(subject, digest))
  /** Read at once, made in a transaction where it is the subject's first. */
  const keyFor = async (subject: string): Promise<SubjectKey> =>
    (await read(() => keyOf(subject))) ?? (await write(() => keyOf(subject) ?? makeKey(subject)))

  const wipe = (subject: string): boolean => {
    // Freed pages are overwritten with zeros, so that the wrapped key cannot be read from the file.
    db.exec('PRAGMA secure_delete = ON')
    try {
      dropObjects.run(subject)
      return Number(dropKey.run(subject).changes) > 0
    } finally {
      db.exec('PRAGMA secure_delete = OFF')
    }
  }

  return {
    putNow: putObject,
    keepNow: (staged) => {
      for (const one of staged) keep.run(one.subject, one.digest, now(), one.sealed())
    },
    async stageTrail(subject, value) {
      const canonical = canonicalJson(value)
      const key = await keyFor(subject)
      const digest = addressOf(key, canonical)
      return { subject, digest, sealed: () => sealed(key, subject, digest, canonical) }
    },
    async putTrail(subject, value) {
      const canonical = canonicalJson(value)
      return write(() => putObject(subject, canonical))
    },
    getTrail: (subject, digest) =>
      read(() => {
        const key = keyOf(subject)
        const row = key ? find.get(subject, digest) : undefined
        if (!key || !row) throw new RemitError('UNREADABLE', { subject, digest })
        const value: unknown = JSON.parse(
          unseal(key.encrypt, bytes(row, 'sealed'), about(subject, digest)).toString('utf8'),
        )
        return value
      }),
    async eraseSubject(subject) {
      const erased = await write(() => wipe(subject))
      // The log of changes still holds the old pages: it is emptied now, or by the next erasure if a reader is busy.
      await read(() => db.exec('PRAGMA wal_checkpoint(TRUNCATE)'))
      return erased
    },
  }
}
