import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { answer } from '../../system/answer.ts'
import { wait } from '../../system/perform.ts'
import { selectAll } from '../../system/select.ts'
import { ToolFailure } from '../../system/tool-failure.ts'
import { fromMinor } from '../minor-units.ts'
import { Currency, DateTime, type ShopTools } from './shop-tools.ts'

const Output = z.strictObject({
  orders: z.array(
    z.strictObject({
      id: z.string(),
      customer_id: z.string(),
      status: z.string(),
      currency: Currency,
      total: z.number(),
      ordered_at: DateTime,
    }),
  ),
})

const Row = z.object({
  id: z.string(),
  customer_id: z.string(),
  status: z.string(),
  currency: z.string(),
  total: z.int(),
  ordered_at: z.string(),
})

export const listOrders = (server: McpServer, { db, conduct }: ShopTools) =>
  server.registerTool(
    'list_orders',
    {
      description: 'The orders of a customer, newest first; by customer_id or by email, one of them',
      inputSchema: z.strictObject({
        customer_id: z.string().min(1).optional(),
        email: z.string().min(1).optional(),
      }),
      outputSchema: Output,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    ({ customer_id, email }) =>
      answer(async () => {
        await wait(conduct)
        if ((customer_id === undefined) === (email === undefined)) {
          throw new ToolFailure('bad_request', 'give customer_id or email, one of them')
        }
        const rows = selectAll(
          db,
          Row,
          `SELECT o.* FROM orders o JOIN customers c ON c.id = o.customer_id
           WHERE c.id = ? OR c.email = ? COLLATE NOCASE ORDER BY o.ordered_at DESC, o.id`,
          customer_id ?? null,
          email ?? null,
        )
        return { orders: rows.map((row) => ({ ...row, total: fromMinor(row.total, row.currency) })) }
      }),
  )
