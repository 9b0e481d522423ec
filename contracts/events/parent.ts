import { z } from 'zod'
import { Id } from '../ids.ts'
import { Money } from '../money.ts'

/** One cap that all parts of a split goal share: the largest that any of them has alone. */
export const SharedCap = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('money_moved'), money: Money }),
  z.strictObject({ kind: z.literal('cost'), money: Money }),
  z.strictObject({ kind: z.literal('tokens'), count: z.int().nonnegative() }),
])
export type SharedCap = z.infer<typeof SharedCap>

const share = z.int().nonnegative().nullable()
/** Caps of the whole, pinned when it was split; what is counted in a goal's own log is shared out evenly. */
export const SharedCaps = z.strictObject({
  together: z.array(SharedCap),
  each: z.strictObject({ handoffs: share, toolCalls: share, attempts: share }),
})
export type SharedCaps = z.infer<typeof SharedCaps>

/** Of which goal this one is a part, and who asked for that one. */
export const Parent = z.strictObject({ goal: Id, chain: z.array(Id), caps: SharedCaps })
export type Parent = z.infer<typeof Parent>
