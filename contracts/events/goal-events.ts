import { z } from 'zod'
import { Instant } from '../envelope.ts'
import { Parent, SharedCaps } from './parent.ts'
import { ContractName, Digest, Id } from '../ids.ts'
import { Channel, Stage } from '../notices.ts'
import { Raised } from './raised.ts'
import { held } from './reservation-record.ts'

/** The five ways a goal ends; it ends in exactly one. */
export const EndClass = z.enum(['done-alone', 'done-approved', 'declined', 'by-person', 'cancelled'])
export type EndClass = z.infer<typeof EndClass>

export const Mode = z.enum(['suggest', 'act-low-risk', 'autonomous'])
export type Mode = z.infer<typeof Mode>

const attempt = z.int().positive()
/** Cost in millionths of the currency unit, so that a sum of many small prices is exact. */
const spent = { tokens: z.int().nonnegative(), cost: z.int().nonnegative() }

const notice = { notice: Id, item: Id, stage: Stage, person: Id, channel: Channel }

export const goalEvents = {
  GoalAccepted: z.strictObject({
    account: z.string(),
    source: z.string(),
    /** digest of the whole submission: the same id with another digest is an error */
    content: Digest,
    text: Digest,
    payload: Digest.nullable(),
    workflowAsked: z.string().nullable(),
    contractAsked: ContractName.nullable(),
    /** the person whom the door proved; null over NATS */
    person: Id.nullable(),
    deadline: Instant.nullable(),
    tour: z.boolean(),
    parent: Parent.nullable(),
    workflow: z.string(),
    policy: z.string(),
    /** span id of `goal accepted`; the trace id stands in traceparent */
    span: z.string(),
  }),
  GoalRouted: z.strictObject({
    workflow: z.string(),
    policy: z.string(),
    contract: ContractName,
    by: z.enum(['client', 'triage']),
  }),
  /** Several matters in one text: each is a goal of its own, and this one ends when all of them have ended. */
  GoalSplit: z.strictObject({
    /** the outcome with each matter's text and payload */
    content: Digest,
    children: z.array(z.strictObject({ goal: Id, workflow: z.string(), contract: ContractName })).min(2),
    caps: SharedCaps,
  }),
  ChildEnded: z.strictObject({ goal: Id, class: EndClass, code: z.string() }),
  TaskAssigned: z.strictObject({
    task: Id,
    agent: Id,
    contract: ContractName,
    input: Digest,
    /** digest of the handoff's identity (from, contract, canonical payload); '' for an entry */
    handoff: z.string(),
    from: Id.nullable(),
  }),
  TaskStarted: z.strictObject({
    task: Id,
    attempt,
    worker: Id,
    agent: Id,
    graph: z.string(),
    until: Instant,
    slice: z.strictObject(spent),
    ...held,
    resumed: z.boolean(),
  }),
  TaskParked: z.strictObject({ task: Id, attempt, waiting: z.array(Id), used: z.strictObject(spent) }),
  TaskUnclaimed: z.strictObject({ task: Id, attempt, agent: Id }),
  /** `next` = the attempt that follows; null = attempts are spent, a person is asked in the same commit */
  AttemptFailed: z.strictObject({
    task: Id,
    attempt,
    code: z.string(),
    next: attempt.nullable(),
    used: z.strictObject(spent).nullable(),
  }),
  HandedOff: z.strictObject({ from: Id, to: Id, contract: ContractName, task: Id, note: Digest }),
  /** The task waits for others: each child is assigned in the same commit. `due`: who has not ended by then, a time-out. */
  Delegated: z.strictObject({
    delegation: Id,
    task: Id,
    attempt,
    due: Instant,
    children: z
      .array(
        z.strictObject({
          task: Id,
          contract: ContractName,
          tokens: z.int().positive().nullable(),
          calls: z.int().positive().nullable(),
        }),
      )
      .min(1),
  }),
  DelegateEnded: z.strictObject({
    delegation: Id,
    /** the task that held the child's place when it ended: after a handoff not the one that was assigned first */
    task: Id,
    status: z.enum(['ok', 'failed', 'timeout']),
    code: z.string(),
    /** the outcome that ended it; null where none came */
    content: Digest.nullable(),
  }),
  OutcomeReceived: z.strictObject({
    task: Id,
    attempt,
    kind: z.enum(['route', 'split', 'handoff', 'delegate', 'concluded', 'declined', 'escalate', 'failed']),
    /** the outcome of an old attempt, or of a task that is over: recorded and ignored */
    late: z.boolean(),
    content: Digest,
    effect: Id.nullable(),
    used: z.strictObject(spent).nullable(),
  }),
  CheckOrdered: z.strictObject({ check: attempt, task: Id, reads: Digest.nullable() }),
  CheckFailed: z.strictObject({ check: attempt, task: Id, code: z.string(), reason: Digest }),
  BudgetDrawn: z.strictObject({ task: Id, attempt, ...held, ...spent, calls: z.int().nonnegative() }),
  BudgetSettled: z.strictObject({ task: Id, attempt, holder: Id, ...spent, calls: z.int().nonnegative() }),
  BudgetWarned: z.strictObject({ key: z.string(), kind: z.string(), percent: z.int() }),
  /** a person raised the goal's own budget by this */
  ToppedUp: z.strictObject({ person: Id, ...Raised.shape, note: Digest }),
  BudgetExhausted: z.strictObject({ key: z.string(), kind: z.string(), asked: z.string(), left: z.string() }),
  Escalated: z.strictObject({
    code: z.string(),
    task: Id.nullable(),
    effect: Id.nullable(),
    role: z.string(),
    /** digest of { sentence, question, proposed, fact } */
    why: Digest,
  }),
  /** it still waits: first the role that it went to is told again, from the second time on the owner */
  EscalationReminded: z.strictObject({ role: z.string(), number: z.int().positive() }),
  Resumed: z.strictObject({ person: Id, note: Digest, task: Id }),
  Resolved: z.strictObject({ person: Id, note: Digest, class: EndClass }),
  CancelRequested: z.strictObject({ person: Id, note: Digest.nullable() }),
  DeadlinePassed: z.strictObject({ deadline: Instant }),
  CommandRefused: z.strictObject({ command: Id, kind: z.string(), person: Id, code: z.string() }),
  Flagged: z.strictObject({ person: Id, note: Digest }),
  /** a person was told of an inbox item: the server took the mail, the receiver the message */
  PersonTold: z.strictObject(notice),
  TellingFailed: z.strictObject({ ...notice, code: z.string(), attempt }),
  GoalEnded: z.strictObject({
    class: EndClass,
    /** a code that says why: the rule that declined, `CANCELLED`, `RESOLVED`, `CHECKED` */
    code: z.string(),
    task: Id.nullable(),
  }),
} as const
