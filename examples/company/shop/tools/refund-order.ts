import { randomUUID } from 'node:crypto'
import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { answer } from '../../system/answer.ts'
import { idempotencyKey } from '../../system/idempotency-key.ts'
import { addRefund } from '../add-refund.ts'
import { Currency, type ShopTools } from './shop-tools.ts'

const Input = z.strictObject({
  order_id: z.string().min(1),
  amount: z.number().positive().describe("in the order's currency, with no more decimals than it has"),
  reason: z.string().min(1).max(500),
  reference: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe('to find the refund again; else the idempotency key'),
})

const Output = z.strictObject({
  refund_id: z.string(),
  reference: z.string(),
  order_id: z.string(),
  amount: z.number(),
  currency: Currency,
})

export const refundOrder = (server: McpServer, { db, perform, conduct }: ShopTools) =>
  server.registerTool(
    'refund_order',
    {
      description: 'Give money back for an order, at most what is still refundable',
      inputSchema: Input,
      outputSchema: Output,
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    },
    (args, ctx) =>
      answer(() => {
        const key = idempotencyKey(ctx.mcpReq)
        const { order_id, amount, reason } = args
        const reference = args.reference ?? key ?? `ref-${randomUUID()}`
        return perform({ tool: 'refund_order', key, args }, conduct, (at) =>
          addRefund(db, { order_id, amount, reason, reference, by: 'api' }, at),
        )
      }),
  )
