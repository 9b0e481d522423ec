import type { Held, LedgerLine, Reservation, Store } from '../port.ts'
import { ledgerDifference } from '../ledger-difference.ts'
import type { ReservationLine } from '../reservation-lines.ts'
import { inOrder, ReservationLines, toLine, usedOf } from '../reservation-lines.ts'
import { text } from './columns.ts'
import { ledgerLines } from './ledger-lines.ts'
import type { SqliteAccess } from './sqlite-access.ts'

type Ledger = Pick<Store, 'reserve' | 'settle' | 'holders' | 'ledger' | 'replaceLedger'>

/** Thrown inside the transaction, so that its savepoint undoes what the same call had taken before. */
class Refused extends Error {
  readonly held: Extract<Held, { ok: false }>
  constructor(failed: Reservation, left: bigint) {
    super('over the limit')
    this.held = { ok: false, failed, left: left > 0n ? left : 0n }
  }
}

/** Passed 80 % by this reservation, and not before it. */
const warns = ({ amount, limit }: Reservation, before: bigint): boolean =>
  before * 5n < limit * 4n && (before + amount) * 5n >= limit * 4n

/** Budgets that span goals: a cache of the logs, kept so that no cap is passed by one unit in any race. */
export const sqliteLedger = ({ db, read, write }: SqliteAccess): Ledger => {
  const lines = ledgerLines(db)
  const find = db.prepare('SELECT lines FROM holders WHERE holder = ?')
  const put = db.prepare(
    `INSERT INTO holders VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET goal = excluded.goal, at = excluded.at, lines = excluded.lines`,
  )
  const oldHolder = db.prepare('SELECT 1 FROM holders WHERE holder = ? AND at < ?')
  const drop = db.prepare('DELETE FROM holders WHERE holder = ?')
  const older = db.prepare('SELECT holder, goal, at FROM holders WHERE at < ? ORDER BY at, holder')

  const linesOf = (holder: string): ReservationLine[] | null => {
    const row = find.get(holder)
    return row ? ReservationLines.parse(JSON.parse(text(row, 'lines'))) : null
  }

  const take = (wanted: Reservation): Reservation[] => {
    const { held, before } = lines.hold(wanted)
    if (!held) throw new Refused(wanted, wanted.limit - before)
    return warns(wanted, before) ? [wanted] : []
  }

  const reserve = (holder: string, goal: string, at: string, wanted: Reservation[]): Held => {
    const sorted = inOrder(wanted)
    const kept = JSON.stringify(sorted.map(toLine))
    const before = linesOf(holder)
    if (before && JSON.stringify(before) === kept) {
      // Held from now on: a sweep that looks for what was forgotten must not take it from under this decision.
      put.run(holder, goal, at, kept)
      return { ok: true, warned: [] }
    }
    for (const line of before ?? []) lines.settle(line, 0n, BigInt(line.amount))
    const warned = sorted.flatMap(take)
    put.run(holder, goal, at, kept)
    return { ok: true, warned }
  }

  return {
    async reserve(holder, goal, at, wanted) {
      try {
        return await write(() => reserve(holder, goal, at, wanted))
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
      }),
    holders: (olderThan) =>
      read(() =>
        older
          .all(olderThan)
          .map((row) => ({ holder: text(row, 'holder'), goal: text(row, 'goal'), at: text(row, 'at') })),
      ),
    ledger: (prefix = '') => read(() => lines.all(prefix)),
    replaceLedger: (after: LedgerLine[]) =>
      write(() => {
        const before = lines.all('')
        lines.replace(after)
        return ledgerDifference(before, lines.all(''))
      }),
  }
}
