import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { answer } from '../../system/answer.ts'
import { idempotencyKey } from '../../system/idempotency-key.ts'
import { addEntry } from '../add-entry.ts'
import type { HelpdeskTools } from './helpdesk-tools.ts'

export const reply = (server: McpServer, { db, perform, conduct }: HelpdeskTools) =>
  server.registerTool(
    'reply',
    {
      description: 'Send the customer an answer by mail; the ticket becomes pending',
      inputSchema: z.strictObject({ id: z.string().min(1), text: z.string().min(1).max(10_000) }),
      outputSchema: z.strictObject({ ticket_id: z.string(), entry_id: z.string() }),
      annotations: {
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: false,
        openWorldHint: true,
      },
    },
    (args, ctx) =>
      answer(() => {
        const key = idempotencyKey(ctx.mcpReq)
        return perform({ tool: 'reply', key, args }, conduct, (at) => addEntry(db, 'reply', args, at))
      }),
  )
