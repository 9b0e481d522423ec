import { z } from 'zod'
import { Money } from '../money.ts'
import { GoalLine } from './goal-line.ts'

/** What was read from a system of record, for a rule. */
export const FactShown = z.object({
  as: z.string(),
  tool: z.string().nullable(),
  at: z.string().nullable(),
  value: z.unknown(),
})
export type FactShown = z.infer<typeof FactShown>

/** A rule as the workflow writes it, and the value of each name in it as it was when it was judged. */
export const RuleShown = z.object({
  name: z.string(),
  text: z.string(),
  values: z.array(z.object({ name: z.string(), value: z.string() })),
})
export type RuleShown = z.infer<typeof RuleShown>

export const EffectShown = z.object({
  id: z.string(),
  ordinal: z.int(),
  task: z.string(),
  agent: z.string(),
  tool: z.string(),
  /** the arguments as they were last judged; null where their key is gone */
  args: z.unknown(),
  status: z.enum([
    'refused',
    'waiting-approval',
    'void',
    'authorised',
    'executing',
    'settling',
    'done',
    'failed',
    'unknown',
    'done-by-person',
  ]),
  at: z.string(),
  ended: z.string().nullable(),
  amount: Money.nullable(),
  facts: z.array(FactShown),
  rules: z.array(RuleShown),
  policies: z.array(z.string()),
  mode: z.string().nullable(),
  lowRisk: z.boolean(),
  approval: z.string().nullable(),
  code: z.string(),
  message: z.unknown(),
  result: z.unknown(),
  verified: z.boolean(),
  how: z.string(),
  person: z.string().nullable(),
})
export type EffectShown = z.infer<typeof EffectShown>

export const DecisionShown = z.object({
  person: z.string(),
  what: z.enum(['approved', 'rejected', 'edited']),
  at: z.string(),
  note: z.unknown(),
  own: z.boolean(),
  /** whose deputy the person was for this vote */
  standsFor: z.string().nullable(),
  args: z.unknown(),
})
/** One thing that is not as it was in the request whose place this one takes; `what` is a word, or `args.<field>`. */
export const DifferenceShown = z.object({ what: z.string(), before: z.unknown(), after: z.unknown() })
export type DifferenceShown = z.infer<typeof DifferenceShown>

export const ApprovalShown = z.object({
  id: z.string(),
  effect: z.string(),
  status: z.enum(['open', 'granted', 'rejected', 'void']),
  role: z.string(),
  votes: z.int(),
  separate: z.boolean(),
  at: z.string(),
  due: z.string(),
  why: z.array(z.string()),
  /** the same as half a sentence */
  because: z.string(),
  replaces: z.string().nullable(),
  difference: z.array(DifferenceShown),
  /** who is asked next, until when, where nobody decides in time */
  next: z.object({ then: z.string(), role: z.string(), due: z.string() }).nullable(),
  amount: Money.nullable(),
  /** the call as this request froze it, and what it was judged on */
  args: z.unknown(),
  facts: z.array(FactShown),
  policy: z.string(),
  definition: z.string(),
  decisions: z.array(DecisionShown),
  code: z.string(),
  fact: z.unknown(),
})
export type ApprovalShown = z.infer<typeof ApprovalShown>

/** One thing that happened to the goal as a whole, in order. `content` is a note, a result or a reason. */
export const StepShown = z.object({
  at: z.string(),
  what: z.enum([
    'accepted',
    'routed',
    'assigned',
    'handed-off',
    'split',
    'child-ended',
    'delegated',
    'delegate-ended',
    'attempt-failed',
    'unclaimed',
    'outcome',
    'check-failed',
    'budget-warned',
    'budget-exhausted',
    'topped-up',
    'escalated',
    'resumed',
    'resolved',
    'cancel-requested',
    'deadline-passed',
    'flagged',
    'reviewed',
    'reversed',
    'refused',
    'ended',
    'effect',
    'approval',
    'rerouted',
    'deferred',
    'told',
    'not-told',
  ]),
  who: z.string(),
  /** agent, workflow, kind, code: whatever names the thing */
  name: z.string(),
  to: z.string(),
  code: z.string(),
  content: z.unknown(),
})
export type StepShown = z.infer<typeof StepShown>

export const EscalationShown = z.object({
  code: z.string(),
  role: z.string(),
  at: z.string(),
  task: z.string().nullable(),
  effect: z.string().nullable(),
  sentence: z.string().nullable(),
  question: z.string().nullable(),
  proposed: z.string().nullable(),
  fact: z.unknown(),
})
export type EscalationShown = z.infer<typeof EscalationShown>

/** Everything about one goal on one page. */
export const GoalPage = GoalLine.extend({
  source: z.string(),
  /** the person whom the door proved; null over NATS */
  person: z.string().nullable(),
  /** what the message itself says of its requester: shown as 'says', never believed */
  says: z.string().nullable(),
  payload: z.unknown(),
  policy: z.string(),
  trace: z.string(),
  review: z.boolean(),
  endCode: z.string(),
  spent: z.object({ tokens: z.int(), cost: z.int(), calls: z.int() }),
  money: z.array(Money),
  steps: z.array(StepShown),
  effects: z.array(EffectShown),
  approvals: z.array(ApprovalShown),
  escalation: EscalationShown.nullable(),
  version: z.int(),
})
export type GoalPage = z.infer<typeof GoalPage>
