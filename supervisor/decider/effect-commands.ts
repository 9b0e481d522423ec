import type { Judgement, LedgerAnswer, Person } from './terms.ts'

/** One proposed call, judged. The same shape when it is claimed after an approval. */
export type ProposedCall = {
  effect: string
  base: string
  ordinal: number
  task: string
  attempt: number
  agent: string
  tool: string
  args: string
  key: string
  facts: string | null
}
/**
 * Effects of the same tool and key in other goals. `held`: one is under way now; `settledAfterFacts`: one ended
 * after our facts were read, so they say nothing any more.
 */
export type Earlier = { count: number; held: boolean; settledAfterFacts: boolean }
export type Propose = {
  type: 'Propose'
  at: string
  call: ProposedCall
  worker: string
  gateway: string
  definition: string
  definitionAccepted: boolean
  halted: boolean
  listed: boolean
  judgement: Judgement | null
  prior: Earlier
  /** it may have happened before the record was restored: looked up first */
  forgotten: boolean
  state: string
  policies: string[]
  until: string
  approval: string
  /** the sentence that goes with a refusal */
  message: string
  why: string
  ledger: LedgerAnswer | null
}
export type ClaimEffect = {
  type: 'ClaimEffect'
  at: string
  effect: string
  gateway: string
  definition: string
  definitionAccepted: boolean
  halted: boolean
  listed: boolean
  judgement: Judgement | null
  prior: Earlier
  facts: string | null
  state: string
  policies: string[]
  until: string
  approval: string
  people: Person[]
  message: string
  why: string
  ledger: LedgerAnswer | null
  settles: number | null
  lookup: 'none' | 'absent' | 'unreadable' | null
  /** the tool honours our key (proved) and still remembers it */
  repeatable: boolean
  /** it may have happened before the record was restored: looked up first */
  forgotten: boolean
}
export type TakeResult = {
  type: 'TakeResult'
  at: string
  effect: string
  claim: number
  gateway: string
  status: 'done' | 'failed' | 'unclear'
  /** done: did the verify read show it; null = none was ordered */
  verified: boolean | null
  code: string
  content: string
  why: string
}
export type TakeSettlement = {
  type: 'TakeSettlement'
  at: string
  effect: string
  claim: number
  found: boolean
  content: string
  why: string
}
