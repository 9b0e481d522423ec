/** Amounts are whole minor units of the order's currency; times are RFC 3339 UTC. */
export const TABLES = `
  CREATE TABLE IF NOT EXISTS customers (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, address TEXT NOT NULL, since TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS customers_email ON customers (email COLLATE NOCASE);
  CREATE TABLE IF NOT EXISTS orders (
    id TEXT PRIMARY KEY, customer_id TEXT NOT NULL REFERENCES customers (id), status TEXT NOT NULL,
    currency TEXT NOT NULL, total INTEGER NOT NULL, ordered_at TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS orders_customer ON orders (customer_id);
  CREATE TABLE IF NOT EXISTS items (
    order_id TEXT NOT NULL REFERENCES orders (id), line INTEGER NOT NULL, sku TEXT NOT NULL, name TEXT NOT NULL,
    quantity INTEGER NOT NULL, price INTEGER NOT NULL, PRIMARY KEY (order_id, line)) STRICT;
  CREATE TABLE IF NOT EXISTS payments (
    id TEXT PRIMARY KEY, order_id TEXT NOT NULL UNIQUE REFERENCES orders (id), method TEXT NOT NULL,
    status TEXT NOT NULL, captured INTEGER NOT NULL, captured_at TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS shipments (
    order_id TEXT PRIMARY KEY REFERENCES orders (id), carrier TEXT NOT NULL, tracking TEXT NOT NULL,
    shipped_at TEXT NOT NULL, delivered_at TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS refunds (
    id TEXT PRIMARY KEY, order_id TEXT NOT NULL REFERENCES orders (id), reference TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0), reason TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS refunds_order ON refunds (order_id);
  CREATE INDEX IF NOT EXISTS refunds_reference ON refunds (reference);
`
