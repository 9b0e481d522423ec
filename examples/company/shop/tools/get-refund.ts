import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { answer } from '../../system/answer.ts'
import { wait } from '../../system/perform.ts'
import { selectOne } from '../../system/select.ts'
import { ToolFailure } from '../../system/tool-failure.ts'
import { fromMinor } from '../minor-units.ts'
import { Currency, DateTime, type ShopTools } from './shop-tools.ts'

const Output = z.strictObject({
  reference: z.string(),
  refund_id: z.string(),
  order_id: z.string(),
  amount: z.number(),
  currency: Currency,
  status: z.enum(['done']),
  at: DateTime,
})

const Row = z.object({
  reference: z.string(),
  refund_id: z.string(),
  order_id: z.string(),
  amount: z.int(),
  currency: z.string(),
  at: z.string(),
})

/** References are the callers' and not unique in the shop: the first refund under one is the answer. */
export const getRefund = (server: McpServer, { db, conduct }: ShopTools) =>
  server.registerTool(
    'get_refund',
    {
      description: 'The refund made under a reference',
      inputSchema: z.strictObject({ reference: z.string().min(1) }),
      outputSchema: Output,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    ({ reference }) =>
      answer(async () => {
        await wait(conduct)
        const refund = selectOne(
          db,
          Row,
          `SELECT r.reference, r.id AS refund_id, r.order_id, r.amount, o.currency, r.at
           FROM refunds r JOIN orders o ON o.id = r.order_id WHERE r.reference = ? ORDER BY r.rowid LIMIT 1`,
          reference,
        )
        if (!refund) throw new ToolFailure('not_found', `there is no refund with the reference ${reference}`)
        return { ...refund, amount: fromMinor(refund.amount, refund.currency), status: 'done' }
      }),
  )
