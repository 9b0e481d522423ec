/** Times are RFC 3339 UTC; an order is whatever number the customer wrote. */
export const TABLES = `
  CREATE TABLE IF NOT EXISTS tickets (
    id TEXT PRIMARY KEY, from_name TEXT NOT NULL, from_email TEXT NOT NULL, subject TEXT NOT NULL,
    body TEXT NOT NULL, order_id TEXT, status TEXT NOT NULL, created_at TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS tickets_status ON tickets (status);
  CREATE TABLE IF NOT EXISTS entries (
    id TEXT PRIMARY KEY, ticket_id TEXT NOT NULL REFERENCES tickets (id), kind TEXT NOT NULL CHECK (kind IN ('note', 'reply')),
    text TEXT NOT NULL, at TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS entries_ticket ON entries (ticket_id);
`
