import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { answer } from '../../system/answer.ts'
import { wait } from '../../system/perform.ts'
import { selectOne } from '../../system/select.ts'
import { ToolFailure } from '../../system/tool-failure.ts'
import { fromMinor } from '../minor-units.ts'
import { Currency, DateTime, type ShopTools } from './shop-tools.ts'

const Output = z.strictObject({
  id: z.string(),
  order_id: z.string(),
  method: z.string(),
  status: z.enum(['authorised', 'captured', 'disputed']),
  currency: Currency,
  captured: z.number().describe('0 until the payment is captured'),
  captured_at: DateTime.optional(),
})

const Row = z.object({
  id: z.string(),
  order_id: z.string(),
  method: z.string(),
  status: z.string(),
  currency: z.string(),
  captured: z.int(),
  captured_at: z.string().nullable(),
})

export const getPayment = (server: McpServer, { db, conduct }: ShopTools) =>
  server.registerTool(
    'get_payment',
    {
      description: 'One payment: how it was paid and what was captured',
      inputSchema: z.strictObject({ id: z.string().min(1) }),
      outputSchema: Output,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    ({ id }) =>
      answer(async () => {
        await wait(conduct)
        const payment = selectOne(
          db,
          Row,
          'SELECT p.*, o.currency FROM payments p JOIN orders o ON o.id = p.order_id WHERE p.id = ?',
          id,
        )
        if (!payment) throw new ToolFailure('not_found', `there is no payment ${id}`)
        const { captured_at, ...rest } = payment
        return {
          ...rest,
          captured: fromMinor(payment.captured, payment.currency),
          ...(captured_at !== null && { captured_at }),
        }
      }),
  )
