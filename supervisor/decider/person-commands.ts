import type { Raised } from '../../contracts/events/raised.ts'
import type { Money } from '../../contracts/money.ts'
import type { Entry } from './entry.ts'
import type { Judgement, LedgerAnswer, Person } from './terms.ts'

/** `activeMs`: time on the page; absent over API and command line. */
type ByPerson = { at: string; command: string; person: Person; activeMs?: number }
export type Decide = {
  type: 'Decide'
  approval: string
  decision: 'approve' | 'reject'
  note: string | null
  edit: { args: string; judgement: Judgement; ledger: LedgerAnswer } | null
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
  /** what it counts in, whether or not a cap covers it: it has happened */
  ledger: Extract<LedgerAnswer, { ok: true }>
} & ByPerson
export type Cancel = { type: 'Cancel'; note: string | null; owner: string } & ByPerson
export type Resume = {
  type: 'Resume'
  note: string
  owner: string
  task: string
  pending: Entry | null
} & ByPerson
/** `whole` = what the goal's cap would be then, where it is money; `grows`: nothing above it stands in the way */
export type TopUp = {
  type: 'TopUp'
  raised: Raised
  whole: Money | null
  grows: boolean
  note: string
  owner: string
  pending: Entry | null
} & ByPerson
export type Resolve = { type: 'Resolve'; note: string; owner: string } & ByPerson
export type Flag = { type: 'Flag'; note: string } & ByPerson
export type Review = {
  type: 'Review'
  verdict: 'right' | 'wrong'
  note: string | null
  owner: string
} & ByPerson
export type Reverse = { type: 'Reverse'; effect: string; reference: string; owner: string } & ByPerson

/** What a person asks about one goal. */
export type PersonDecision =
  | Decide
  | AllowAgain
  | RecordByPerson
  | Cancel
  | Resume
  | Resolve
  | TopUp
  | Flag
  | Review
  | Reverse
