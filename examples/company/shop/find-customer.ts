import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { selectOne } from '../system/select.ts'
import { ToolFailure } from '../system/tool-failure.ts'

const DAYS_90 = 90 * 86_400_000

const Row = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  address: z.string(),
  since: z.string(),
  refunds_90d: z.int(),
})

/**
 * A customer, with the number of refunds of the last 90 days over all orders.
 * @throws ToolFailure not_found
 */
export const findCustomer = (db: DatabaseSync, id: string, now: Date): z.infer<typeof Row> => {
  const customer = selectOne(
    db,
    Row,
    `SELECT c.*, (SELECT count(*) FROM refunds r JOIN orders o ON o.id = r.order_id
                  WHERE o.customer_id = c.id AND r.at > ?) AS refunds_90d
     FROM customers c WHERE c.id = ?`,
    new Date(now.getTime() - DAYS_90).toISOString(),
    id,
  )
  if (!customer) throw new ToolFailure('not_found', `there is no customer ${id}`)
  return customer
}
