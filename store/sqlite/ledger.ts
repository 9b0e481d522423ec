import type { Held, Reservation, Store } from '../port.ts'
import { ledgerDifference } from '../ledger-difference.ts'
import type { ReservationLine } from '../reservation-lines.ts'
import { inOrder, placeOf, ReservationLines, toLine, usedOf } from '../reservation-lines.ts'
import { text } from './columns.ts'
import { ledgerLines } from './ledger-lines.ts'
import type { SqliteAccess } from './sqlite-access.ts'
import { warnedOnce } from './warned-once.ts'

type Ledger = Pick<
  Store,
  'reserve' | 'settle' | 'toldWarnings' | 'holders' | 'heldLines' | 'ledger' | 'replaceLedger'
>

/** Thrown inside the transaction, so that its savepoint undoes what the same call had taken before. */
class Refused extends Error {
  readonly held: Extract<Held, { ok: false }>
  constructor(failed: Reservation, left: bigint) {
    super('over the limit')
    this.held = { ok: false, failed, left: left > 0n ? left : 0n }
  }
}

/** What has happened is counted whatever the cap says: its limit is above this. */
const unbounded = 2n ** 60n

/** Is 80 % reached with this reservation? A limit without a bound has no 80 %. */
const warns = ({ amount, limit }: Reservation, before: bigint): boolean =>
  limit < unbounded && (before + amount) * 5n >= limit * 4n

/** Budgets that span goals: a cache of the logs, kept so that no cap is passed by one unit in any race. */
export const sqliteLedger = ({ db, read, write }: SqliteAccess): Ledger => {
  const lines = ledgerLines(db)
  const warnings = warnedOnce(db)
  const find = db.prepare('SELECT lines FROM holders WHERE holder = ?')
  const put = db.prepare(
    `INSERT INTO holders VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET goal = excluded.goal, at = excluded.at, lines = excluded.lines`,
  )
  const oldHolder = db.prepare('SELECT 1 FROM holders WHERE holder = ? AND at < ?')
  const drop = db.prepare('DELETE FROM holders WHERE holder = ?')
  const dropAll = db.prepare('DELETE FROM holders')
  const everyHolder = db.prepare('SELECT * FROM holders ORDER BY holder')
  const older = db.prepare('SELECT holder, goal, at FROM holders WHERE at < ? ORDER BY at, holder')

  const linesOf = (holder: string): ReservationLine[] | null => {
    const row = find.get(holder)
    return row ? ReservationLines.parse(JSON.parse(text(row, 'lines'))) : null
  }

  /** What another holder has of the same line, where the commit that is being prepared lets it go. */
  const roomOf = (wanted: Reservation, leaving: ReservationLine[]): bigint =>
    leaving
      .filter((line) => placeOf(line) === placeOf(wanted))
      .reduce((sum, { amount }) => sum + BigInt(amount), 0n)

  const take =
    (holder: string, leaving: ReservationLine[]) =>
    (wanted: Reservation): Reservation[] => {
      const { held, before } = lines.hold(wanted, roomOf(wanted, leaving))
      if (!held) throw new Refused(wanted, wanted.limit - before)
      return warns(wanted, before) && warnings.give(holder, wanted) ? [wanted] : []
    }

  const reserve = (
    holder: string,
    goal: string,
    at: string,
    wanted: Reservation[],
    instead: string | null,
  ): Held => {
    const sorted = inOrder(wanted)
    const kept = JSON.stringify(sorted.map(toLine))
    const before = linesOf(holder)
    if (before && JSON.stringify(before) === kept) {
      // Held from now on: a sweep that looks for what was forgotten must not take it from under this decision.
      put.run(holder, goal, at, kept)
      return { ok: true, warned: sorted.filter((line) => warnings.given(holder, line)) }
    }
    for (const line of before ?? []) lines.settle(line, 0n, BigInt(line.amount))
    const leaving = instead === null || instead === holder ? [] : (linesOf(instead) ?? [])
    const warned = sorted.flatMap(take(holder, leaving))
    put.run(holder, goal, at, kept)
    return { ok: true, warned }
  }

  return {
    async reserve(holder, goal, at, wanted, instead = null) {
      try {
        return await write(() => reserve(holder, goal, at, wanted, instead))
      } catch (error) {
        if (error instanceof Refused) return error.held
        throw error
      }
    },
    settle: (holder, used, takenBefore) =>
      write(() => {
        if (takenBefore !== undefined && !oldHolder.get(holder, takenBefore)) return
        for (const line of linesOf(holder) ?? []) lines.settle(line, usedOf(line, used), BigInt(line.amount))
        drop.run(holder)
        warnings.takeBack(holder)
      }),
    toldWarnings: (holder) => write(() => warnings.told(holder)),
    holders: (olderThan) =>
      read(() =>
        older
          .all(olderThan)
          .map((row) => ({ holder: text(row, 'holder'), goal: text(row, 'goal'), at: text(row, 'at') })),
      ),
    ledger: (prefix = '') => read(() => lines.all(prefix)),
    heldLines: () =>
      read(() =>
        everyHolder.all().map((row) => ({
          holder: text(row, 'holder'),
          goal: text(row, 'goal'),
          at: text(row, 'at'),
          lines: ReservationLines.parse(JSON.parse(text(row, 'lines'))),
        })),
      ),
    replaceLedger: (after, holders) =>
      write(() => {
        const before = lines.all('')
        lines.replace(after)
        if (holders !== undefined) {
          dropAll.run()
          for (const { holder, goal, at, lines: held } of holders)
            put.run(holder, goal, at, JSON.stringify(inOrder(held)))
        }
        return ledgerDifference(before, lines.all(''))
      }),
  }
}
