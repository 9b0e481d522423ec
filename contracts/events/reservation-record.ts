import { z } from 'zod'

/** A reservation as it was taken; the ledger can be recounted from these. Amounts are integers as text. */
export const ReservationRecord = z.strictObject({
  key: z.string(),
  kind: z.enum(['tokens', 'cost', 'tool_calls', 'handoffs', 'money_moved']),
  currency: z.string(),
  period: z.enum(['all', 'day', '30d']),
  day: z.string(),
  amount: z.string(),
})
export type ReservationRecord = z.infer<typeof ReservationRecord>

/** What an event holds in the ledger: under which name, and which lines; '' and none where no cap covers it. */
export const held = { holder: z.string(), reservations: z.array(ReservationRecord) }
