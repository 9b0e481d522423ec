import type { Money } from '../../contracts/money.ts'

/** What rules may know of a goal. `submitted` is RFC 3339; `payload` is what the client or triage gave, an object. */
export type GoalView = {
  id: string
  workflow: string
  source: string
  requester: string
  submitted: string
  payload?: unknown
}

/** An effect of the goal that is done, for done_when; in the order in which they were done. */
export type DoneEffect = { id: string; tool: string; args: Record<string, unknown>; amount?: Money | null }

/** By `as` of the workflow's entries: JSON as the gateway read it. A fact that is not there was not read. */
export type FactValues = Readonly<Record<string, unknown>>

/** What a write tool's rules are judged on; what a kind of rule has no use for may be left out. */
export type WriteFacts = {
  args: Readonly<Record<string, unknown>>
  goal: GoalView
  facts: FactValues
  /** the command's time */
  now?: string
  /** this tool and key in other goals, 90 days */
  prior?: { count: number; amount: Money | null }
  amount?: Money
  effect?: { id: string; ordinal: number }
  /** the facts at the claim */
  before?: FactValues
  result?: unknown
}

/** What done_when is judged on. */
export type GoalFacts = { goal: GoalView & { done: readonly DoneEffect[] }; facts: FactValues; now?: string }
