import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { answer } from '../../system/answer.ts'
import { wait } from '../../system/perform.ts'
import { selectAll } from '../../system/select.ts'
import { findTicket } from '../find-ticket.ts'
import { DateTime, Status, type HelpdeskTools } from './helpdesk-tools.ts'

const Entry = z.strictObject({ id: z.string(), text: z.string(), at: DateTime })

const Output = z.strictObject({
  id: z.string(),
  from_name: z.string(),
  from_email: z.string(),
  subject: z.string(),
  body: z.string().describe('what the customer wrote, as it came'),
  order_id: z.string().optional().describe('absent when the customer named none'),
  status: Status,
  created_at: DateTime,
  notes: z.array(Entry),
  replies: z.array(Entry),
})

export const getTicket = (server: McpServer, { db, conduct }: HelpdeskTools) =>
  server.registerTool(
    'get_ticket',
    {
      description: 'One ticket with its notes and replies',
      inputSchema: z.strictObject({ id: z.string().min(1) }),
      outputSchema: Output,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    ({ id }) =>
      answer(async () => {
        await wait(conduct)
        const { order_id, ...ticket } = findTicket(db, id)
        const written = (kind: string) =>
          selectAll(
            db,
            Entry,
            'SELECT id, text, at FROM entries WHERE ticket_id = ? AND kind = ? ORDER BY rowid',
            id,
            kind,
          )
        return {
          ...ticket,
          ...(order_id !== null && { order_id }),
          notes: written('note'),
          replies: written('reply'),
        }
      }),
  )
