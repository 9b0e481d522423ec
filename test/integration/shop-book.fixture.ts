import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { z } from 'zod'
import type { RunningSandbox } from '../../cli/up/start-sandboxes.ts'

const Row = z.object({ order_id: z.string(), amount: z.int(), reference: z.string(), by: z.string() })
const Line = z.object({
  seq: z.int(),
  tool: z.string(),
  key: z.string().nullable(),
  args: z.looseObject({ order_id: z.string().optional() }),
  result: z.looseObject({ refund_id: z.string().optional() }),
})
export type RefundRow = z.infer<typeof Row>
export type JournalLine = z.infer<typeof Line>
/** `total` in cents */
export type FreshOrder = { id: string; customer: string; total: number }

const day = 86_400_000
const daysAgo = (days: number): string => new Date(Date.now() - days * day).toISOString()

/** More orders than the shop was seeded with: paid, shipped five days ago, arrived. */
const addOrders = (file: string, orders: readonly FreshOrder[]): void => {
  const db = new DatabaseSync(file, { timeout: 10_000 })
  try {
    const customer = db.prepare('INSERT OR IGNORE INTO customers VALUES (?, ?, ?, ?, ?)')
    const order = db.prepare(`INSERT INTO orders VALUES (?, ?, 'delivered', 'EUR', ?, ?)`)
    const item = db.prepare(`INSERT INTO items VALUES (?, 1, ?, 'Stoneware mug', 1, ?)`)
    const payment = db.prepare(`INSERT INTO payments VALUES (?, ?, 'card', 'captured', ?, ?)`)
    const shipment = db.prepare(`INSERT INTO shipments VALUES (?, 'DHL', ?, ?, ?)`)
    db.exec('BEGIN IMMEDIATE')
    for (const { id, customer: who, total } of orders) {
      customer.run(who, `Customer of ${id}`, `${who}@example.com`, '1 Test Street', daysAgo(400))
      order.run(id, who, total, daysAgo(7))
      item.run(id, `sku-${id}`, total)
      payment.run(`pay-${id}`, id, total, daysAgo(7))
      shipment.run(id, `00340${id}`, daysAgo(5), daysAgo(3))
    }
    db.exec('COMMIT')
  } finally {
    db.close()
  }
}

/** What the shop's own files say, read as a stranger; and the shop's back door for faults and colleagues. */
export const shopBook = (shop: RunningSandbox) => {
  const file = join(shop.data, 'shop.sqlite')
  const rows = (order: string): RefundRow[] => {
    const db = new DatabaseSync(file, { readOnly: true })
    try {
      return z
        .array(Row)
        .parse(
          db.prepare('SELECT order_id, amount, reference, by FROM refunds WHERE order_id = ?').all(order),
        )
    } finally {
      db.close()
    }
  }
  const journal = (order?: string): JournalLine[] =>
    readFileSync(join(shop.data, 'shop.journal.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => Line.parse(JSON.parse(line)))
      // The probe of the key writes to the sandbox record at each start.
      .filter(({ tool, args }) => tool === 'refund_order' && args.order_id !== 'sandbox-1')
      .filter(({ args }) => order === undefined || args.order_id === order)
  const door = async (method: string, path: string, body?: unknown): Promise<void> => {
    const token = (await readFile(shop.tokenFile, 'utf8')).trim()
    const answer = await fetch(new URL(path, shop.url), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  }
  return {
    file,
    rows,
    /** lines of the shop's journal: what came through its tools and was carried out */
    journal,
    /** what this shop gave back through its tools for an order, in minor units, one number a refund */
    paid: (order: string): number[] =>
      rows(order)
        .filter(({ by }) => by === 'api')
        .map(({ amount }) => amount),
    addOrders: (orders: readonly FreshOrder[]) => addOrders(file, orders),
    fault: (fault: string, count: number | 'always' = 1, tool = 'refund_order') =>
      door('POST', '/faults', { tool, fault, count }),
    sound: () => door('DELETE', '/faults'),
    colleague: (order_id: string, amount: number) => door('POST', '/colleague-refund', { order_id, amount }),
  }
}
export type ShopBook = ReturnType<typeof shopBook>
