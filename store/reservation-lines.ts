import { z } from 'zod'
import type { LedgerLine, Reservation, Used } from './port.ts'

/** What a holder keeps of its reservations, as JSON beside its id; amounts as decimal text. */
export const ReservationLines = z.array(
  z.strictObject({
    key: z.string(),
    kind: z.enum(['tokens', 'cost', 'tool_calls', 'handoffs', 'money_moved']),
    currency: z.string(),
    period: z.enum(['all', 'day', '30d']),
    day: z.string(),
    amount: z.string(),
  }),
)
export type ReservationLine = z.infer<typeof ReservationLines>[number]

type Place = Omit<LedgerLine, 'used' | 'held'>

/** One text for one ledger line; also the order in which keys are taken. */
export const placeOf = ({ key, kind, currency, period, day }: Place): string =>
  [key, kind, currency, period, day].join('\u0000')

/** Every caller takes its keys in the same order, so that two callers never wait for each other in a circle. */
export const inOrder = <T extends Place>(lines: T[]): T[] =>
  lines.toSorted((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1))

export const toLine = ({ key, kind, currency, period, day, amount }: Reservation): ReservationLine => ({
  key,
  kind,
  currency,
  period,
  day,
  amount: String(amount),
})

/** How much of a reserved line was really used; a kind that is not named was not used. */
export const usedOf = (line: ReservationLine, used: Used): bigint => {
  if (used === 'none') return 0n
  if (used === 'all') return BigInt(line.amount)
  return used
    .filter(
      ({ kind, currency }) => kind === line.kind && (currency === undefined || currency === line.currency),
    )
    .reduce((sum, { amount }) => sum + amount, 0n)
}
