import type { LedgerLine } from '../../store/port.ts'
import type { Cap } from './budget-caps.ts'

export type Standing = Cap & { used: bigint; held: bigint; left: bigint }

/** The calendar day at `now` in a time zone, `2026-11-22`. */
export const dayIn = (timezone: string, now: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' }).format(now)

const firstOf30 = (day: string): string => {
  const start = new Date(`${day}T00:00:00.000Z`)
  start.setUTCDate(start.getUTCDate() - 29)
  return start.toISOString().slice(0, 10)
}

/** How a cap stands: what the ledger counts against it in its window, and what is left (never under zero). */
export const standing = (cap: Cap, ledger: LedgerLine[], now: Date): Standing => {
  const today = dayIn(cap.timezone, now)
  const first = cap.period === 'day' ? today : firstOf30(today)
  const counted = ledger.filter(
    (line) =>
      line.key === cap.key &&
      line.kind === cap.kind &&
      line.currency === cap.currency &&
      line.period === cap.period &&
      line.day >= first,
  )
  const used = counted.reduce((sum, line) => sum + line.used, 0n)
  const held = counted.reduce((sum, line) => sum + line.held, 0n)
  const left = cap.limit - used - held
  return { ...cap, used, held, left: left > 0n ? left : 0n }
}
