import type { Money } from '../../contracts/money.ts'
import type { Spent } from './state.ts'
import type { Judgement, LedgerAnswer, Person } from './terms.ts'

/** Everything that decide may know comes in with the command: time, ids, digests, judgements, reservations. */

type Entry = { task: string; agent: string; contract: string; input: string }
type Holding = { task: string; attempt: number; worker: string }
/** A text for a person, as a trail digest. */
type Why = { code: string; why: string }

export type Accept = {
  type: 'Accept'
  goal: string
  at: string
  account: string
  source: string
  content: string
  text: string
  payload: string | null
  workflowAsked: string | null
  contractAsked: string | null
  person: string | null
  deadline: string | null
  tour: boolean
  traceparent: string
  span: string
  intake: { workflow: string; policy: string; owner: string }
  /** routed by the client's own words and admitted; or to triage; or to a person */
  to:
    | ({ kind: 'routed'; workflow: string; policy: string; review: boolean } & Entry)
    | ({ kind: 'triage' } & Entry)
    | ({ kind: 'person' } & Why)
}

export type Claim = {
  type: 'Claim'
  at: string
  until: string
  graph: string
  slice: Spent
  holder: string | null
} & Holding
export type Draw = {
  type: 'Draw'
  at: string
  holder: string
  slice: Spent
  ledger: LedgerAnswer
  why: string
} & Holding
export type Settle = { type: 'Settle'; at: string; used: Spent } & Holding
export type Park = { type: 'Park'; at: string; waiting: string[]; used: Spent } & Holding
export type Calls = { type: 'Calls'; at: string; want: number; why: string } & Holding
export type CallsReturned = {
  type: 'CallsReturned'
  at: string
  task: string
  attempt: number
  calls: number
  holder: string
}

export type TakeOutcome = {
  type: 'TakeOutcome'
  at: string
  content: string
  used: Spent
  why: string
  outcome:
    | {
        kind: 'route'
        to:
          | ({ ok: true; workflow: string; policy: string; review: boolean } & Entry)
          | { ok: false; code: string }
      }
    | {
        kind: 'handoff'
        to: ({ ok: true; handoff: string; note: string } & Entry) | { ok: false; code: string }
      }
    | { kind: 'concluded'; ok: boolean }
    | { kind: 'declined'; effect: string | null }
    | { kind: 'escalate' }
    | { kind: 'failed'; code: string }
} & Holding

export type OrderCheck = {
  type: 'OrderCheck'
  at: string
  reads: string | null
  unread: 'no-rule' | 'nothing-done' | null
  why: string
}
export type Checked = {
  type: 'Checked'
  at: string
  check: number
  /** what done_when said; `more` = another read depends on these */
  verdict: { kind: 'holds' } | { kind: 'fails'; code: string } | { kind: 'more'; reads: string }
  why: string
}

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

type ByPerson = { at: string; command: string; person: Person }
export type Decide = {
  type: 'Decide'
  approval: string
  decision: 'approve' | 'reject'
  note: string | null
  edit: { args: string; judgement: Judgement; hold: string; ledger: LedgerAnswer } | null
} & ByPerson
export type AllowAgain = {
  type: 'AllowAgain'
  effect: string
  note: string | null
  owner: string
  task: Entry
} & ByPerson
export type RecordByPerson = {
  type: 'RecordByPerson'
  effect: string
  happened: boolean
  reference: string
  amount: Money | null
  owner: string
} & ByPerson
export type Cancel = { type: 'Cancel'; note: string | null; owner: string } & ByPerson
export type Resume = {
  type: 'Resume'
  note: string
  owner: string
  task: string
  pending: Entry | null
} & ByPerson
export type Resolve = { type: 'Resolve'; note: string; owner: string } & ByPerson
export type Flag = { type: 'Flag'; note: string } & ByPerson

export type Tick = {
  type: 'Tick'
  at: string
  timer:
    | { kind: 'lease'; task: string; attempt: number }
    | { kind: 'unclaimed'; task: string; attempt: number }
    | { kind: 'effect-lease'; effect: string; claim: number }
    | { kind: 'approval-remind'; approval: string }
    | { kind: 'approval-due'; approval: string }
    | { kind: 'wall' }
    | { kind: 'deadline' }
  why: string
}

export type Command =
  | Accept
  | Claim
  | Draw
  | Settle
  | Park
  | Calls
  | CallsReturned
  | TakeOutcome
  | OrderCheck
  | Checked
  | Propose
  | ClaimEffect
  | TakeResult
  | TakeSettlement
  | Decide
  | AllowAgain
  | RecordByPerson
  | Cancel
  | Resume
  | Resolve
  | Flag
  | Tick
