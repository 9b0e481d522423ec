import { z } from 'zod'
import type { Store, Timer, TimerChange } from '../port.ts'
import { text } from './columns.ts'
import type { SqliteAccess } from './sqlite-access.ts'

type Timers = Pick<Store, 'claimTimers' | 'moveTimer' | 'clearTimer' | 'nextTimer'>

const Data = z.record(z.string(), z.unknown())

/** Due times as rows. `apply` is for a transaction that is already open: timers are written with their commit. */
export const sqliteTimers = ({
  db,
  read,
  write,
}: SqliteAccess): Timers & { apply: (changes: TimerChange[]) => void } => {
  const put = db.prepare(
    `INSERT INTO timers VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET log = excluded.log, due = excluded.due, kind = excluded.kind,
       data = excluded.data, wake = excluded.wake`,
  )
  const drop = db.prepare('DELETE FROM timers WHERE id = ?')
  const due = db.prepare(
    'SELECT id, log, due, kind, data FROM timers WHERE wake <= ? ORDER BY wake, id LIMIT ?',
  )
  const claim = db.prepare('UPDATE timers SET wake = ? WHERE id = ?')
  const move = db.prepare('UPDATE timers SET due = ?, wake = ? WHERE id = ?')
  const next = db.prepare('SELECT wake FROM timers ORDER BY wake LIMIT 1')

  const change = (item: TimerChange): void => {
    if ('clear' in item) drop.run(item.clear)
    else {
      const { id, log, due: at, kind, data } = item.set
      put.run(id, log, at, kind, JSON.stringify(data), at)
    }
  }
  const timerOf = (row: NonNullable<ReturnType<typeof due.get>>): Timer => ({
    id: text(row, 'id'),
    log: text(row, 'log'),
    due: text(row, 'due'),
    kind: text(row, 'kind'),
    data: Data.parse(JSON.parse(text(row, 'data'))),
  })
  const nextWake = (): string | null => {
    const row = next.get()
    return row ? text(row, 'wake') : null
  }

  return {
    apply: (changes) => changes.forEach(change),
    async claimTimers(now, seconds, limit) {
      const wake = await read(nextWake)
      // Asked often, mostly in vain: the lock is taken only where something is due.
      if (wake === null || wake > now) return []
      const until = new Date(Date.parse(now) + seconds * 1000).toISOString()
      return write(() => {
        const timers = due.all(now, limit).map(timerOf)
        for (const { id } of timers) claim.run(until, id)
        return timers
      })
    },
    moveTimer: (id, at) => write(() => Number(move.run(at, at, id).changes) > 0),
    clearTimer: (id) => write(() => void drop.run(id)),
    nextTimer: () => read(nextWake),
  }
}
