import { z } from 'zod'

/** What a person may raise of a goal's own budget. */
export const RaisedKind = z.enum([
  'tokens',
  'cost',
  'tool_calls',
  'handoffs',
  'attempts',
  'wall_time',
  'money_moved',
])
export type RaisedKind = z.infer<typeof RaisedKind>

/** By how much: a count, minor units of `currency` (money_moved, cost), or milliseconds (wall_time), as integer text. */
export const Raised = z.strictObject({
  kind: RaisedKind,
  currency: z.string(),
  amount: z.string().regex(/^[1-9]\d{0,17}$/),
})
export type Raised = z.infer<typeof Raised>
