import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { findTicket } from './find-ticket.ts'

/**
 * Adds a note or a reply; only inside a transaction. A reply leaves the ticket waiting for the customer.
 * @throws ToolFailure not_found
 */
export const addEntry = (
  db: DatabaseSync,
  kind: 'note' | 'reply',
  { id, text }: { id: string; text: string },
  at: Date,
): { ticket_id: string; entry_id: string } => {
  findTicket(db, id)
  const entry = `${kind}-${randomUUID()}`
  db.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?)').run(entry, id, kind, text, at.toISOString())
  if (kind === 'reply') db.prepare("UPDATE tickets SET status = 'pending' WHERE id = ?").run(id)
  return { ticket_id: id, entry_id: entry }
}
