import { z } from 'zod'
import { Instant } from '../contracts/envelope.ts'

/**
 * What stands in an export beside the events.
 * export: its first line · key: the key (base64) that names the objects of a goal, so that a digest in an event can be
 * computed anew · object: what a digest in an event stands for · erased: nobody can read this goal's objects any more ·
 * ledger: a line of the ledger as it stood, integers as text (minor units; cost in millionths).
 */
export const ExportLine = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('export'), v: z.literal(1), at: Instant, content: z.boolean() }),
  z.strictObject({ kind: z.literal('key'), goal: z.string(), address: z.base64() }),
  z.strictObject({
    kind: z.literal('object'),
    goal: z.string(),
    digest: z.string(),
    at: Instant,
    content: z.unknown(),
  }),
  z.strictObject({ kind: z.literal('erased'), goal: z.string() }),
  z.strictObject({
    kind: z.literal('ledger'),
    key: z.string(),
    /** tokens, cost, tool_calls, handoffs, money_moved */
    counts: z.string(),
    currency: z.string(),
    period: z.enum(['all', 'day', '30d']),
    day: z.string(),
    used: z.string(),
    held: z.string(),
  }),
])
export type ExportLine = z.infer<typeof ExportLine>

export const exportLine = (line: ExportLine): ExportLine => line
