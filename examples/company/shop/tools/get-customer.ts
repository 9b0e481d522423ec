import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { answer } from '../../system/answer.ts'
import { wait } from '../../system/perform.ts'
import { findCustomer } from '../find-customer.ts'
import { DateTime, type ShopTools } from './shop-tools.ts'

const Output = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  address: z.string(),
  since: DateTime,
  refunds_90d: z.int().describe('refunds of the last 90 days'),
})

export const getCustomer = (server: McpServer, { db, conduct, now }: ShopTools) =>
  server.registerTool(
    'get_customer',
    {
      description: 'One customer',
      inputSchema: z.strictObject({ id: z.string().min(1) }),
      outputSchema: Output,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    ({ id }) =>
      answer(async () => {
        await wait(conduct)
        return findCustomer(db, id, now())
      }),
  )
