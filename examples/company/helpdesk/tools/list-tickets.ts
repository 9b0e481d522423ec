import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { answer } from '../../system/answer.ts'
import { wait } from '../../system/perform.ts'
import { selectAll } from '../../system/select.ts'
import { DateTime, Status, type HelpdeskTools } from './helpdesk-tools.ts'

const Summary = z.strictObject({
  id: z.string(),
  from_email: z.string(),
  subject: z.string(),
  status: Status,
  created_at: DateTime,
})

export const listTickets = (server: McpServer, { db, conduct }: HelpdeskTools) =>
  server.registerTool(
    'list_tickets',
    {
      description: 'Tickets, newest first, of one status or of all',
      inputSchema: z.strictObject({ status: Status.optional() }),
      outputSchema: z.strictObject({ tickets: z.array(Summary) }),
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    ({ status }) =>
      answer(async () => {
        await wait(conduct)
        const tickets = selectAll(
          db,
          Summary,
          `SELECT id, from_email, subject, status, created_at FROM tickets
           WHERE status = coalesce(?, status) ORDER BY created_at DESC, id`,
          status ?? null,
        )
        return { tickets }
      }),
  )
