import type { BusinessCalendar } from '../../contracts/business-time.ts'
import type { Money } from '../../contracts/money.ts'
import type { Mode } from '../../contracts/events/goal-events.ts'
import type { ReservationRecord } from '../../contracts/events/reservation-record.ts'
import type { Then } from '../../contracts/policy.ts'

/** A draw that is made before anybody knows whether it counts: share in ten-thousandths, proof a signature. */
export type ReviewDraw = { share: number; drawn: boolean; proof: string }
/** What one goal may use in its life; null = no cap. The strictest of its policy and the current one, with what was raised. */
export type Limits = {
  handoffs: number | null
  toolCalls: number | null
  attempts: number | null
  wallSeconds: number | null
}

/** What decide needs of the policy under which the goal was routed: plain data, made by supervisor/policy. */
export type Terms = {
  workflow: string
  policy: string
  /** whose role decides where the tool names none, and who gets escalations */
  owner: string
  agents: string[]
  limits: Limits
  /** how long a goal waits with a person before it ends as abandoned */
  abandonSeconds: number
  /** the longest that a delegation waits for its children */
  joinSeconds: number
  /** does the workflow say when a goal is done; without it only a person ends it */
  checks: boolean
  /** has anybody an address by which they could be told */
  tells?: boolean
  /** is the goal looked at afterwards, should it end without a person; null = the workflow reviews nothing */
  review: ReviewDraw | null
}

/** A tool after which two people decide; `read`: it is one that agents read with. */
export type After = { tool: string; read: boolean }

/** The `approve` entry of a write tool, resolved. */
export type ApprovalTerms = {
  role: string
  separateOver: Money | null
  alwaysOver: Money | null
  fourEyesOver: Money | null
  /** counted in business time */
  withinSeconds: number
  remindSeconds: number | null
  /** once one of these tools ran in the goal, two people decide */
  twoAfter: After[]
  then: Then
  /** null: calendar hours */
  calendar: BusinessCalendar | null
  /** where 'tomorrow' begins */
  timezone: string
}

export type Person = {
  id: string
  roles: readonly string[]
  limit: Money | null
  /** whose deputy this person is now, while they are away: their roles, never their limit */
  standsFor?: readonly { id: string; roles: readonly string[] }[]
}

/** What supervisor/policy made of the facts; decide believes it and looks at nothing else. */
export type Judgement = {
  allow: boolean
  lowRisk: boolean
  /** sends an address or words that are not code's own: a person decides in any mode */
  sendsFreely: boolean
  amount: Money | null
  /** RULE_ERROR, NOT_ALLOWED, FACTS_UNREADABLE or '' */
  code: string
  approve: ApprovalTerms
  mode: Mode
}

/**
 * How the ledger answered, once it was asked: under which name it holds which lines ('' where no cap covers it), and
 * which caps passed 80 % by it.
 */
export type LedgerAnswer =
  | { ok: true; holder: string; warned: BudgetWarning[]; reservations: ReservationRecord[] }
  /** `again`: when the cap is a day's, the beginning of the next */
  | { ok: false; key: string; kind: string; asked: string; left: string; again?: string }
export type BudgetWarning = { key: string; kind: string; percent: number }

export const leaseSeconds = 30
export const callSliceSeconds = 10
/** how long after its life an unused call may still come back */
export const callReturnSeconds = 5
export const beatSeconds = 10
export const unclaimedSeconds = 60
export const orderSeconds = 30
/** Between one reminder of what waits with a person and the next. */
export const remindAgainSeconds = 24 * 3600
export const maxAttempts = 3
export const maxFailures = 3
export const maxRefusals = 3
/** how often an approved call may wait for the next day before a person is asked */
export const maxDeferrals = 3
export const maxChecks = 2
/** How many children one delegation has at most, and how many levels there are below the goal's own task. */
export const maxIntents = 5
export const maxWidth = 8
export const maxDepth = 3
