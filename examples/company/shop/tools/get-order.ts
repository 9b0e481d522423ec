import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { answer } from '../../system/answer.ts'
import { wait } from '../../system/perform.ts'
import { selectAll } from '../../system/select.ts'
import { findOrder, refundableOf } from '../find-order.ts'
import { fromMinor } from '../minor-units.ts'
import { Currency, DateTime, type ShopTools } from './shop-tools.ts'

const Output = z.strictObject({
  id: z.string(),
  customer_id: z.string(),
  status: z.enum(['placed', 'paid', 'shipped', 'delivered', 'cancelled']),
  currency: Currency,
  total: z.number(),
  refundable: z.number().describe('what was paid and not yet given back'),
  ordered_at: DateTime,
  shipped_at: DateTime.optional().describe('absent while the order is not shipped'),
  payment_id: z.string(),
  items: z.array(z.strictObject({ sku: z.string(), name: z.string(), quantity: z.int(), price: z.number() })),
  refunds: z.array(
    z.strictObject({ reference: z.string(), amount: z.number(), currency: Currency, at: DateTime }),
  ),
})

const Item = z.object({ sku: z.string(), name: z.string(), quantity: z.int(), price: z.int() })
const Refund = z.object({ reference: z.string(), amount: z.int(), at: z.string() })

export const getOrder = (server: McpServer, { db, conduct }: ShopTools) =>
  server.registerTool(
    'get_order',
    {
      description: 'One order with its items, what was paid, and what was refunded',
      inputSchema: z.strictObject({ id: z.string().min(1) }),
      outputSchema: Output,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    ({ id }) =>
      answer(async () => {
        await wait(conduct)
        const order = findOrder(db, id)
        const money = (minor: number): number => fromMinor(minor, order.currency)
        const items = selectAll(db, Item, 'SELECT * FROM items WHERE order_id = ? ORDER BY line', id)
        const refunds = selectAll(db, Refund, 'SELECT * FROM refunds WHERE order_id = ? ORDER BY rowid', id)
        return {
          id: order.id,
          customer_id: order.customer_id,
          status: order.status,
          currency: order.currency,
          total: money(order.total),
          refundable: money(refundableOf(order)),
          ordered_at: order.ordered_at,
          ...(order.shipped_at !== null && { shipped_at: order.shipped_at }),
          payment_id: order.payment_id,
          items: items.map((item) => ({ ...item, price: money(item.price) })),
          refunds: refunds.map((refund) => ({
            ...refund,
            amount: money(refund.amount),
            currency: order.currency,
          })),
        }
      }),
  )
