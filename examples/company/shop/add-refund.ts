import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { ToolFailure } from '../system/tool-failure.ts'
import { findOrder, refundableOf } from './find-order.ts'
import { fromMinor, toMinor } from './minor-units.ts'

export type Refund = {
  order_id: string
  amount: number
  reason: string
  /** ours is `ref-…` where neither a reference nor a key came with the call */
  reference: string
  by: 'api' | 'counter'
}

export type RefundMade = {
  refund_id: string
  reference: string
  order_id: string
  amount: number
  currency: string
}

/**
 * Gives money back; only inside a transaction.
 * @throws ToolFailure not_found, bad_request, or not_refundable when it is more than what is left.
 */
export const addRefund = (db: DatabaseSync, refund: Refund, at: Date): RefundMade => {
  const order = findOrder(db, refund.order_id)
  const minor = toMinor(refund.amount, order.currency)
  const left = refundableOf(order)
  if (minor > left) {
    throw new ToolFailure(
      'not_refundable',
      `order ${order.id}: ${fromMinor(left, order.currency)} ${order.currency} can be refunded, not ${refund.amount}`,
    )
  }
  const id = `rf-${randomUUID()}`
  db.prepare('INSERT INTO refunds VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    id,
    order.id,
    refund.reference,
    minor,
    refund.reason,
    refund.by,
    at.toISOString(),
  )
  return {
    refund_id: id,
    reference: refund.reference,
    order_id: order.id,
    amount: refund.amount,
    currency: order.currency,
  }
}
