import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { answer } from '../../system/answer.ts'
import { idempotencyKey } from '../../system/idempotency-key.ts'
import { addEntry } from '../add-entry.ts'
import type { HelpdeskTools } from './helpdesk-tools.ts'

export const addNote = (server: McpServer, { db, perform, conduct }: HelpdeskTools) =>
  server.registerTool(
    'add_note',
    {
      description: 'Add a note that only colleagues see',
      inputSchema: z.strictObject({ id: z.string().min(1), text: z.string().min(1).max(10_000) }),
      outputSchema: z.strictObject({ ticket_id: z.string(), entry_id: z.string() }),
      annotations: {
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: false,
        openWorldHint: false,
      },
    },
    (args, ctx) =>
      answer(() => {
        const key = idempotencyKey(ctx.mcpReq)
        return perform({ tool: 'add_note', key, args }, conduct, (at) => addEntry(db, 'note', args, at))
      }),
  )
