import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { answer } from '../../system/answer.ts'
import { idempotencyKey } from '../../system/idempotency-key.ts'
import { findCustomer } from '../find-customer.ts'
import type { ShopTools } from './shop-tools.ts'

const Fields = { customer_id: z.string().min(1), address: z.string().min(1).max(500) }

export const setAddress = (server: McpServer, { db, perform, conduct }: ShopTools) =>
  server.registerTool(
    'set_address',
    {
      description: "Replace a customer's address",
      inputSchema: z.strictObject(Fields),
      outputSchema: z.strictObject(Fields),
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    },
    (args, ctx) =>
      answer(() => {
        const key = idempotencyKey(ctx.mcpReq)
        return perform({ tool: 'set_address', key, args }, conduct, (at) => {
          findCustomer(db, args.customer_id, at)
          db.prepare('UPDATE customers SET address = ? WHERE id = ?').run(args.address, args.customer_id)
          return args
        })
      }),
  )
