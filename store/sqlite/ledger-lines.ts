import type { DatabaseSync } from 'node:sqlite'
import { RemitError } from '../../contracts/errors.ts'
import type { LedgerLine, Reservation } from '../port.ts'
import { addToDay, pruneDays, RollingDays, sumOfWindow } from '../rolling-days.ts'
import { bigInteger, text, textOrNull } from './columns.ts'

type Place = Omit<LedgerLine, 'used' | 'held'>

export type LedgerLines = {
  /**
   * Holds the amount if the cap and the room that another is about to leave allow it; answers what counted against the
   * cap before, that room apart, and whether it was held.
   */
  hold: (wanted: Reservation, room?: bigint) => { held: boolean; before: bigint }
  /** Moves what a reservation held: `used` is added for good, `held` is given back. */
  settle: (place: Place, used: bigint, held: bigint) => void
  all: (prefix: string) => LedgerLine[]
  replace: (lines: LedgerLine[]) => void
}

/** Far above any budget; two of them still add up inside the 64 bits of an SQLite integer. */
const largest = 2n ** 61n

const checked = (amount: bigint): bigint => {
  if (amount < 0n || amount > largest) throw new RemitError('SCHEMA', { amount: String(amount) })
  return amount
}

/** The rows of the ledger: one a key, kind, currency, period and day; `30d` keeps its days in one row as JSON. */
export const ledgerLines = (db: DatabaseSync): LedgerLines => {
  const counted = db.prepare(
    `INSERT INTO ledger VALUES (:key, :kind, :currency, :period, :day, 0, :amount, NULL)
     ON CONFLICT DO UPDATE SET held = held + :amount WHERE used + held + :amount <= :limit
     RETURNING used + held - :amount AS before`,
  )
  const total = db.prepare(
    `SELECT used + held AS before FROM ledger
     WHERE key = ? AND kind = ? AND currency = ? AND period = ? AND day = ?`,
  )
  const moved = db.prepare(
    `INSERT INTO ledger VALUES (:key, :kind, :currency, :period, :day, :used, 0, NULL)
     ON CONFLICT DO UPDATE SET used = used + :used, held = max(0, held - :held)`,
  )
  const days = db.prepare(
    `SELECT days FROM ledger WHERE key = ? AND kind = ? AND currency = ? AND period = '30d'`,
  )
  const putDays = db.prepare(
    `INSERT INTO ledger VALUES (?, ?, ?, '30d', '', 0, 0, ?) ON CONFLICT DO UPDATE SET days = excluded.days`,
  )
  const list = db.prepare(
    'SELECT * FROM ledger WHERE key >= ? AND key < ? ORDER BY key, kind, currency, period, day',
  )
  const clear = db.prepare('DELETE FROM ledger')
  for (const statement of [counted, total, list]) statement.setReadBigInts(true)

  const readDays = ({ key, kind, currency }: Place): RollingDays => {
    const row = days.get(key, kind, currency)
    return row ? RollingDays.parse(JSON.parse(text(row, 'days'))) : {}
  }
  const writeDays = ({ key, kind, currency }: Place, value: RollingDays): void => {
    putDays.run(key, kind, currency, JSON.stringify(pruneDays(value)))
  }

  const holdInWindow = (wanted: Reservation, room: bigint): { held: boolean; before: bigint } => {
    const found = readDays(wanted)
    const { used, held } = sumOfWindow(found, wanted.day)
    const before = used + held - room
    if (before + wanted.amount > wanted.limit) return { held: false, before }
    writeDays(wanted, addToDay(found, wanted.day, 0n, wanted.amount))
    return { held: true, before }
  }

  const hold = (wanted: Reservation, room = 0n): { held: boolean; before: bigint } => {
    const { key, kind, currency, period, day } = wanted
    const amount = checked(wanted.amount)
    if (period === '30d') return holdInWindow(wanted, room)
    const most = wanted.limit + room
    const limit = most > largest ? largest : most
    const row = amount <= limit ? counted.get({ key, kind, currency, period, day, amount, limit }) : undefined
    if (row) return { held: true, before: bigInteger(row, 'before') - room }
    const there = total.get(key, kind, currency, period, day)
    return { held: false, before: (there ? bigInteger(there, 'before') : 0n) - room }
  }

  const settle = (place: Place, used: bigint, held: bigint): void => {
    const { key, kind, currency, period, day } = place
    if (period === '30d') writeDays(place, addToDay(readDays(place), day, checked(used), -held))
    else moved.run({ key, kind, currency, period, day, used: checked(used), held })
  }

  const linesOf = (row: NonNullable<ReturnType<typeof list.get>>): LedgerLine[] => {
    const [key, kind, currency] = [text(row, 'key'), text(row, 'kind'), text(row, 'currency')]
    const place = { key, currency, kind: kindOf(kind) }
    const period = text(row, 'period')
    const buckets = textOrNull(row, 'days')
    if (buckets !== null) {
      return Object.entries(RollingDays.parse(JSON.parse(buckets)))
        .toSorted(([left], [right]) => (left < right ? -1 : 1))
        .map(([day, [used, held]]) => ({
          ...place,
          period: '30d',
          day,
          used: BigInt(used),
          held: BigInt(held),
        }))
    }
    const [used, held] = [bigInteger(row, 'used'), bigInteger(row, 'held')]
    return [{ ...place, period: period === 'day' ? 'day' : 'all', day: text(row, 'day'), used, held }]
  }

  const put = (line: LedgerLine): void => {
    settle(line, line.used, 0n)
    hold({ ...line, amount: line.held, limit: largest })
  }

  return {
    hold,
    settle,
    all: (prefix) => list.all(prefix, `${prefix}\u{10FFFF}`).flatMap(linesOf),
    replace: (lines) => {
      clear.run()
      for (const line of lines) put(line)
    },
  }
}

const kinds = ['tokens', 'cost', 'tool_calls', 'handoffs', 'money_moved'] as const

const kindOf = (kind: string): LedgerLine['kind'] => {
  const found = kinds.find((name) => name === kind)
  if (!found) throw new RemitError('RECORD_BROKEN', { kind })
  return found
}
