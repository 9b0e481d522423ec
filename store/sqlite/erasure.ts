import type { Store } from '../port.ts'
import { text } from './columns.ts'
import type { SqliteAccess } from './sqlite-access.ts'
import type { SubjectKeys } from './subject-keys.ts'

type Erasure = Pick<Store, 'blind' | 'bindSubject' | 'boundTo' | 'eraseSubject' | 'eraseDataSubject'> & {
  /** for a transaction that is already open */
  wipe: (subject: string) => boolean
}

/** Who content is about, and how it goes: the key is destroyed, and with it every object that it sealed. */
export const sqliteErasure = ({ db, read, write }: SqliteAccess, keys: SubjectKeys): Erasure => {
  // The rows of steps stay: they say who and when, and hold nothing of what was said.
  const drops = ['DELETE FROM trail WHERE subject = ?', 'DELETE FROM dead WHERE goal = ?'].map((sql) =>
    db.prepare(sql),
  )
  const isOpen = db.prepare('SELECT 1 FROM views WHERE id = ? AND open = 1')
  const known = db.prepare('SELECT 1 FROM subjects WHERE subject = ?')

  const wipe = (subject: string): boolean => {
    for (const drop of drops) drop.run(subject)
    return keys.drop(subject)
  }
  /** The log of changes still holds the old pages: it is emptied now, or by the next erasure if a reader is busy. */
  const emptyLog = async (): Promise<void> => read(() => db.exec('PRAGMA wal_checkpoint(TRUNCATE)'))
  const all = db.prepare('SELECT subject FROM bound WHERE ref = ?')

  return {
    wipe,
    blind: async (value) => read(() => keys.blind(value)),
    async bindSubject(subject, name) {
      // Asked with every effect, mostly in vain: the lock is taken only where something is new.
      if (await read(() => keys.isUnder(subject, name))) return false
      return write(() => keys.bind(subject, name))
    },
    boundTo: (ref) => read(() => all.all(ref).map((row) => text(row, 'subject'))),
    async eraseSubject(subject) {
      const erased = await write(() => wipe(subject))
      await emptyLog()
      return erased
    },
    async eraseDataSubject(ref, own) {
      const result = await write(() => {
        const subjects = new Set(keys.under(ref))
        for (const one of own) if (known.get(one)) subjects.add(one)
        const open = [...subjects].filter((subject) => isOpen.get(subject))
        if (open.length > 0) return { ok: false as const, open }
        for (const subject of subjects) wipe(subject)
        keys.dropRef(ref)
        return { ok: true as const, subjects: [...subjects] }
      })
      if (result.ok) await emptyLog()
      return result
    },
  }
}
