import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { selectOne } from '../system/select.ts'
import { ToolFailure } from '../system/tool-failure.ts'

const Row = z.object({
  id: z.string(),
  customer_id: z.string(),
  status: z.string(),
  currency: z.string(),
  total: z.int(),
  ordered_at: z.string(),
  shipped_at: z.string().nullable(),
  payment_id: z.string(),
  captured: z.int(),
  refunded: z.int(),
})
export type OrderRow = z.infer<typeof Row>

/** What was captured and not yet given back, in minor units. */
export const refundableOf = (order: OrderRow): number => order.captured - order.refunded

/** @throws ToolFailure not_found */
export const findOrder = (db: DatabaseSync, id: string): OrderRow => {
  const order = selectOne(
    db,
    Row,
    `SELECT o.*, s.shipped_at, p.id AS payment_id, p.captured,
            (SELECT coalesce(sum(amount), 0) FROM refunds r WHERE r.order_id = o.id) AS refunded
     FROM orders o JOIN payments p ON p.order_id = o.id LEFT JOIN shipments s ON s.order_id = o.id
     WHERE o.id = ?`,
    id,
  )
  if (!order) throw new ToolFailure('not_found', `there is no order ${id}`)
  return order
}
