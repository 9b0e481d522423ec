import type { AskAnew } from './ask-anew.ts'
import type { EndClass } from '../../contracts/events/goal-events.ts'
import type { Parent, SharedCaps } from '../../contracts/events/parent.ts'
import type { Entry } from './entry.ts'
import type { Spent } from './state.ts'
import type { ClaimEffect, Propose, TakeResult, TakeSettlement } from './effect-commands.ts'
import type { PersonDecision } from './person-commands.ts'
import type { LedgerAnswer } from './terms.ts'
import type { Told } from './told.ts'

/** Everything that decide may know comes in with the command: time, ids, digests, judgements, reservations. */

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
  parent: Parent | null
  traceparent: string
  span: string
  intake: { workflow: string; policy: string; owner: string }
  /** routed by the client's own words and admitted; or to triage; or to a person */
  to:
    | ({ kind: 'routed'; workflow: string; policy: string } & Entry)
    | ({ kind: 'triage' } & Entry)
    | ({ kind: 'person' } & Why)
}

export type Claim = {
  type: 'Claim'
  at: string
  until: string
  graph: string
  slice: Spent
  ledger: Extract<LedgerAnswer, { ok: true }>
} & Holding
export type Draw = {
  type: 'Draw'
  at: string
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
        to: ({ ok: true; workflow: string; policy: string } & Entry) | { ok: false; code: string }
      }
    | {
        kind: 'handoff'
        to: ({ ok: true; handoff: string; note: string } & Entry) | { ok: false; code: string }
      }
    | {
        kind: 'split'
        to:
          | { ok: true; intents: { workflow: string; contract: string }[]; caps: SharedCaps }
          | { ok: false; code: string }
      }
    | {
        kind: 'delegate'
        to:
          | {
              ok: true
              delegation: string
              due: string
              children: ({ handoff: string; tokens: number | null; calls: number | null } & Entry)[]
            }
          | { ok: false; code: string }
      }
    | { kind: 'concluded'; ok: boolean }
    | { kind: 'declined'; effect: string | null }
    | { kind: 'escalate'; code?: string }
    | { kind: 'failed'; code: string }
} & Holding

/** A part of a goal that was split has ended, as its own record says. */
export type ChildGoalEnded = {
  type: 'ChildGoalEnded'
  at: string
  child: string
  class: EndClass
  code: string
}
/** The whole was cancelled: its parts are, by the same person. */
export type CancelDown = { type: 'CancelDown'; at: string; person: string; note: string | null }

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

export type Tick = {
  type: 'Tick'
  at: string
  timer:
    | { kind: 'lease'; task: string; attempt: number }
    | { kind: 'unclaimed'; task: string; attempt: number }
    | { kind: 'effect-lease'; effect: string; claim: number }
    | { kind: 'approval-remind'; approval: string }
    | { kind: 'approval-due'; approval: string }
    | { kind: 'join'; delegation: string }
    | { kind: 'effect-again'; effect: string }
    | { kind: 'remind'; number: number }
    | { kind: 'abandon' }
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
  | ChildGoalEnded
  | CancelDown
  | OrderCheck
  | Checked
  | Propose
  | ClaimEffect
  | AskAnew
  | TakeResult
  | TakeSettlement
  | PersonDecision
  | Told
  | Tick
