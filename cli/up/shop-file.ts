import { DatabaseSync } from 'node:sqlite'

/** What the sample shop's own file says was given back for an order, in minor units. Read only, as a stranger. */
export const refundedInShop = (file: string, orders: readonly string[]): Record<string, number> => {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const sum = db.prepare('SELECT COALESCE(SUM(amount), 0) AS minor FROM refunds WHERE order_id = ?')
    return Object.fromEntries(orders.map((order) => [order, Number(sum.get(order)?.['minor'] ?? 0)]))
  } finally {
    db.close()
  }
}
