import { createPublicKey } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { homeFiles } from '../../../contracts/home-files.ts'
import type { Envelope } from '../../../contracts/envelope.ts'
import type { Store } from '../../../store/port.ts'
import { verifyRecord } from '../../../store/verify.ts'
import { recordedStatements } from '../../../store/verify/recorded-statements.ts'
import type { Evidence, JournalRow, Limits, Order, Refund } from './evidence.ts'

const Row = z.object({ at: z.string(), tool: z.string(), key: z.string().nullable(), args: z.unknown() })

const journalOf = (system: string, folder: string): JournalRow[] => {
  const file = join(folder, `${system}.journal.jsonl`)
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => ({ system, ...Row.parse(JSON.parse(line)) }))
}

const rowsOf = <T>(file: string, schema: z.ZodType<T>, query: string): T[] => {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    return z.array(schema).parse(db.prepare(query).all())
  } finally {
    db.close()
  }
}

const RefundRow = z
  .object({ order: z.string(), reference: z.string(), minor: z.int(), by: z.string(), at: z.string() })
  .transform((row): Refund => ({ ...row, minor: BigInt(row.minor) }))
const OrderRow = z.object({
  id: z.string(),
  customer: z.string(),
  currency: z.string(),
  total: z.int(),
  shipped: z.string().nullable(),
})

/** Every refund in the shop's database, whoever made it. */
export const refundsIn = (file: string): Refund[] =>
  rowsOf(file, RefundRow, 'SELECT order_id AS "order", reference, amount AS minor, "by", at FROM refunds')

const ordersOf = (file: string): Map<string, Order> =>
  new Map(
    rowsOf(
      file,
      OrderRow,
      `SELECT o.id, o.customer_id AS customer, o.currency, o.total, s.shipped_at AS shipped
       FROM orders o LEFT JOIN shipments s ON s.order_id = o.id`,
    ).map(({ id, customer, currency, total, shipped }) => [
      id,
      { customer, currency, total: BigInt(total), shippedAt: shipped },
    ]),
  )

const logsOf = async (store: Store): Promise<Map<string, Envelope[]>> => {
  const logs = new Map<string, Envelope[]>()
  for (let page = await store.logs(); page.length > 0; page = await store.logs(page.at(-1)?.log))
    for (const { log } of page) logs.set(log, await store.load(log))
  return logs
}

/** Contents behind the arguments of every effect, read once, so that the oracle itself reads nothing. */
const contentsOf = async (store: Store, logs: ReadonlyMap<string, Envelope[]>) => {
  const contents = new Map<string, unknown>()
  for (const [goal, events] of logs)
    for (const { type, data } of events) {
      const { args } = data
      if (type !== 'EffectStarted' || typeof args !== 'string') continue
      contents.set(`${goal} ${args}`, await store.getTrail(goal, args))
    }
  return (goal: string, digest: string): unknown => contents.get(`${goal} ${digest}`)
}

/** Everything that the oracle compares, from an installation that is quiet: the store, and the systems' own files. */
export const gatherEvidence = async (from: {
  home: string
  store: Store
  systems: readonly { name: string; data: string }[]
  acknowledged: readonly string[]
  limits: Limits
}): Promise<Evidence> => {
  const { home, store, systems, acknowledged, limits } = from
  const files = homeFiles(home)
  const logs = await logsOf(store)
  const shop = join(systems.find(({ name }) => name === 'shop')?.data ?? '', 'shop.sqlite')
  const verdict = await verifyRecord({
    store,
    heads: await recordedStatements({ store }),
    publicKey: createPublicKey(await readFile(join(files.keys, 'supervisor.pub'), 'utf8')),
  })
  return {
    acknowledged,
    logs,
    faults: verdict.faults,
    content: await contentsOf(store, logs),
    journal: systems.flatMap(({ name, data }) => journalOf(name, data)),
    refunds: refundsIn(shop),
    orders: ordersOf(shop),
    ledger: await store.ledger(),
    keys: await store.heldKeys('9999-12-31T00:00:00.000Z'),
    limits,
  }
}
