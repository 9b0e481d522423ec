import type { DatabaseSync } from 'node:sqlite'
import type { Reservation } from '../port.ts'
import { firstDayOfWindow } from '../rolling-days.ts'
import { text } from './columns.ts'

export type WarnedOnce = {
  /** true the first time in the line's period: the warning is this holder's to tell */
  give: (holder: string, line: Reservation) => boolean
  /** is the warning of this line this holder's, and not told yet? */
  given: (holder: string, line: Reservation) => boolean
  told: (holder: string) => void
  /** a holder that never came to tell gives its warnings back */
  takeBack: (holder: string) => void
}

/**
 * Who warned that a budget is at 80 %: once a key and period, however often the line goes up and down. Of 30 rolling
 * days that is once in thirty days.
 */
export const warnedOnce = (db: DatabaseSync): WarnedOnce => {
  const find = db.prepare(
    'SELECT since, holder FROM warned WHERE key = ? AND kind = ? AND currency = ? AND period = ? AND day = ?',
  )
  const put = db.prepare(
    `INSERT INTO warned VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET since = excluded.since, holder = excluded.holder`,
  )
  const told = db.prepare(`UPDATE warned SET holder = '' WHERE holder = ?`)
  const back = db.prepare('DELETE FROM warned WHERE holder = ?')
  const placeOf = ({ key, kind, currency, period, day }: Reservation) =>
    [key, kind, currency, period, period === '30d' ? '' : day] as const
  const given = (holder: string, line: Reservation): boolean => {
    const row = find.get(...placeOf(line))
    return row !== undefined && text(row, 'holder') === holder
  }
  return {
    give: (holder, line) => {
      const row = find.get(...placeOf(line))
      const over =
        row !== undefined && line.period === '30d' && text(row, 'since') < firstDayOfWindow(line.day)
      if (row !== undefined && !over) return text(row, 'holder') === holder
      put.run(...placeOf(line), line.day, holder)
      return true
    },
    given,
    told: (holder) => void told.run(holder),
    takeBack: (holder) => void back.run(holder),
  }
}
