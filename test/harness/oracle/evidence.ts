import type { Envelope } from '../../../contracts/envelope.ts'
import type { LedgerLine } from '../../../store/port.ts'

/** One line of a system's own journal: an effect that happened, with the key that came with it. */
export type JournalRow = { system: string; tool: string; key: string | null; args: unknown; at: string }

/** A refund in the shop's own database; amounts in minor units. */
export type Refund = { order: string; reference: string; minor: bigint; by: string; at: string }
export type Order = { customer: string; currency: string; total: bigint; shippedAt: string | null }

/** What the policy allows, written down once more by whoever checks: the oracle asks none of the product's rules. */
export type Limits = {
  currency: string
  /** minor units: a refund is under this */
  under: bigint
  /** minor units: one that nobody approved is under this */
  aloneUnder: bigint
  /** days since the order was shipped */
  days: number
  /** what one goal, one customer in 30 days, the workflow in a day may move, in minor units */
  caps: { goal: bigint; customer: bigint; workflow: bigint }
  /** up to which amount each person may approve */
  people: Readonly<Record<string, bigint>>
}

/** Everything that the oracle compares. It is gathered by others; the oracle reads no file and asks no process. */
export type Evidence = {
  /** goals that a client was told are safe */
  acknowledged: readonly string[]
  /** every log of the store, the control log too */
  logs: ReadonlyMap<string, readonly Envelope[]>
  /** what store/verify.ts found wrong */
  faults: readonly { log: string; message: string }[]
  /** what a digest in a goal's log stands for */
  content: (goal: string, digest: string) => unknown
  journal: readonly JournalRow[]
  refunds: readonly Refund[]
  orders: ReadonlyMap<string, Order>
  ledger: readonly LedgerLine[]
  /** rows of tool and key that an effect holds */
  keys: readonly { tool: string; key: string; goal: string; effect: string }[]
  limits: Limits
}

export const figures = ['lost', 'doubled', 'unauthorised', 'budget drift', 'audit gaps'] as const
export type Figure = (typeof figures)[number]
/** What was found, as sentences. A figure is their number. */
export type Findings = Record<Figure, string[]>
