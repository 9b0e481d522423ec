import { canonicalJson } from '../../contracts/canonical-json.ts'
import type { Instant } from '../../contracts/envelope.ts'
import { RemitError } from '../../contracts/errors.ts'
import type { StagedTrail, Store, TrailPut } from '../port.ts'
import type { SubjectKey } from '../sealing.ts'
import { addressOf, seal, threadKeyOf, unseal } from '../sealing.ts'
import { bytes, text } from './columns.ts'
import type { SqliteAccess } from './sqlite-access.ts'
import type { SubjectKeys } from './subject-keys.ts'

type Trail = Pick<Store, 'putTrail' | 'stageTrail' | 'getTrail' | 'trailOf' | 'threadKey'> & {
  /** for a transaction that is already open */
  putNow: (subject: string, canonical: string) => TrailPut
  keepNow: (staged: readonly StagedTrail[]) => void
}

/**
 * Objects under the key of their subject. No key is kept in memory: once its row is gone, here or through another
 * process, nothing opens or names its objects any more.
 */
export const sqliteTrail = (
  { db, read, write }: SqliteAccess,
  keys: SubjectKeys,
  now: () => Instant,
): Trail => {
  const has = db.prepare('SELECT 1 FROM trail WHERE subject = ? AND digest = ?')
  const find = db.prepare('SELECT sealed FROM trail WHERE subject = ? AND digest = ?')
  const all = db.prepare('SELECT digest, at, sealed FROM trail WHERE subject = ? ORDER BY rowid')
  const put = db.prepare('INSERT INTO trail VALUES (?, ?, ?, ?)')
  const keep = db.prepare('INSERT OR IGNORE INTO trail VALUES (?, ?, ?, ?)')

  const about = (subject: string, digest: string): string => `${subject}\u0000${digest}`
  const sealed = (key: SubjectKey, subject: string, digest: string, canonical: string): Buffer =>
    seal(key.encrypt, Buffer.from(canonical), about(subject, digest))
  const opened = (key: SubjectKey, subject: string, digest: string, row: Uint8Array): unknown =>
    JSON.parse(unseal(key.encrypt, row, about(subject, digest)).toString('utf8'))
  const keyNow = (subject: string): SubjectKey => {
    const key = keys.find(subject) ?? keys.make(subject)
    return key
  }
  const putObject = (subject: string, canonical: string): TrailPut => {
    const key = keyNow(subject)
    const digest = addressOf(key, canonical)
    if (has.get(subject, digest)) return { digest, fresh: false }
    put.run(subject, digest, now(), sealed(key, subject, digest, canonical))
    return { digest, fresh: true }
  }
  /** Read at once, made in a transaction where it is the subject's first. */
  const keyFor = async (subject: string): Promise<SubjectKey> =>
    (await read(() => keys.find(subject))) ?? (await write(() => keyNow(subject)))

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
        const key = keys.find(subject)
        const row = key ? find.get(subject, digest) : undefined
        if (!key || !row) throw new RemitError('UNREADABLE', { subject, digest })
        return opened(key, subject, digest, bytes(row, 'sealed'))
      }),
    threadKey: (subject) =>
      read(() => {
        const key = keys.find(subject)
        return key === null ? null : Buffer.from(threadKeyOf(key)).toString('base64')
      }),
    trailOf: (subject) =>
      read(() => {
        const key = keys.find(subject)
        if (key === null) return null
        const objects = all.all(subject).map((row) => {
          const digest = text(row, 'digest')
          return { digest, at: text(row, 'at'), content: opened(key, subject, digest, bytes(row, 'sealed')) }
        })
        return { address: Buffer.from(key.address).toString('base64'), objects }
      }),
  }
}
