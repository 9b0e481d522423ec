import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { ToolFailure } from '../system/tool-failure.ts'
import { transaction } from '../system/transaction.ts'
import { addRefund, type RefundMade } from './add-refund.ts'

const Body = z.strictObject({ order_id: z.string(), amount: z.number().positive() })
const AboutAnOrder = z.looseObject({ order_id: z.string(), amount: z.number().positive() })

/**
 * A colleague gives money back at the counter: a row of the shop as any other, but no line in the journal,
 * which holds only what came through the tools.
 */
export const colleagueRefund = (db: DatabaseSync, body: unknown): RefundMade => {
  const { order_id, amount } = Body.parse(body)
  const reference = `colleague-${randomUUID()}`
  const reason = 'refunded at the counter'
  return transaction(db, () =>
    addRefund(db, { order_id, amount, reason, reference, by: 'counter' }, new Date()),
  )
}

/** The same amount, just before a call that would refund the order: the fault `colleague_refund`. */
export const colleagueFirst = (db: DatabaseSync, args: unknown): void => {
  const call = AboutAnOrder.safeParse(args)
  if (!call.success) return
  try {
    colleagueRefund(db, { order_id: call.data.order_id, amount: call.data.amount })
  } catch (error) {
    // The colleague is refused by the same rules; the call goes on to find that out for itself.
    if (!(error instanceof ToolFailure)) throw error
  }
}
