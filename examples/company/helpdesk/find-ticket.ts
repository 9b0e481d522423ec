import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { selectOne } from '../system/select.ts'
import { ToolFailure } from '../system/tool-failure.ts'

const Row = z.object({
  id: z.string(),
  from_name: z.string(),
  from_email: z.string(),
  subject: z.string(),
  body: z.string(),
  order_id: z.string().nullable(),
  status: z.string(),
  created_at: z.string(),
})

/** @throws ToolFailure not_found */
export const findTicket = (db: DatabaseSync, id: string): z.infer<typeof Row> => {
  const ticket = selectOne(db, Row, 'SELECT * FROM tickets WHERE id = ?', id)
  if (!ticket) throw new ToolFailure('not_found', `there is no ticket ${id}`)
  return ticket
}
