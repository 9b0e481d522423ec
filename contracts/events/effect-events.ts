import { z } from 'zod'
import { Instant } from '../envelope.ts'
import { Digest, Id, ToolName } from '../ids.ts'
import { Money } from '../money.ts'
import { Mode } from './goal-events.ts'
import { held } from './reservation-record.ts'

const ordinal = z.int().positive()
const claim = z.int().positive()

/** What is said of a call whenever it is judged: ids, codes, amounts and digests, never content. */
const call = {
  effect: Id,
  ordinal,
  task: Id,
  attempt: z.int().positive(),
  agent: Id,
  tool: ToolName,
  args: Digest,
  /** the canonical arguments named by `key`, as a keyed digest: what makes two calls the same effect */
  key: Digest,
  facts: Digest.nullable(),
}

/** What differs between a request and the one whose place it takes; of arguments the digests, of money its text. */
export const Difference = z.strictObject({
  what: z.enum(['amount', 'args', 'votes', 'separate', 'definition', 'role', 'limit', 'person']),
  before: z.string(),
  after: z.string(),
})
export type Difference = z.infer<typeof Difference>

/** Who is asked next where nobody decided in time, and until when. */
const next = z.strictObject({ role: z.string(), remind: Instant.nullable(), due: Instant })

export const effectEvents = {
  EffectRefused: z.strictObject({
    ...call,
    code: z.string(),
    /** the sentence for the agent and the reader, with the values it was judged on */
    message: Digest,
    amount: Money.nullable(),
  }),
  ApprovalRequested: z.strictObject({
    ...call,
    approval: Id,
    definition: z.string(),
    policy: z.string(),
    amount: Money.nullable(),
    /** why a person is asked: `mode`, `risk`, `always_over`, `four_eyes`, `changed:<what>` */
    why: z.array(z.string()).min(1),
    role: z.string(),
    votes: z.int().min(1).max(2),
    /** over `separate_over` (or without it): nobody of the requester chain may decide */
    separate: z.boolean(),
    due: Instant,
    remind: Instant.nullable(),
    then: z.enum(['escalate', 'reroute', 'tomorrow']),
    next: next.nullable(),
    /** the request whose place this one takes, and what is no longer as it was there */
    replaces: Id.nullable(),
    difference: z.array(Difference),
    ...held,
  }),
  ApprovalReminded: z.strictObject({ approval: Id, role: z.string() }),
  /** nobody decided in time: another role is asked, or the same one again from the next day on */
  ApprovalRerouted: z.strictObject({
    approval: Id,
    then: z.enum(['reroute', 'tomorrow']),
    from: z.string(),
    role: z.string(),
    remind: Instant.nullable(),
    due: Instant,
  }),
  ApprovalEdited: z.strictObject({
    approval: Id,
    person: Id,
    args: Digest,
    amount: Money.nullable(),
    /** judged on the edited call: what the vote after this one must keep to */
    votes: z.int().min(1).max(2),
    separate: z.boolean(),
    ...held,
  }),
  ApprovalGranted: z.strictObject({
    approval: Id,
    person: Id,
    note: Digest.nullable(),
    own: z.boolean(),
    /** whose deputy the person was for this vote; null = by a role of their own */
    standsFor: Id.nullable(),
    /** up to what the person may decide, at this vote */
    limit: Money.nullable(),
    /** false: the first of two */
    complete: z.boolean(),
  }),
  ApprovalRejected: z.strictObject({ approval: Id, effect: Id, person: Id, note: Digest.nullable() }),
  ApprovalVoid: z.strictObject({ approval: Id, effect: Id, code: z.string(), fact: Digest.nullable() }),
  /** approved, and a day's cap is spent: it is ordered again when the next day begins */
  EffectDeferred: z.strictObject({ effect: Id, approval: Id, key: z.string(), until: Instant, due: Instant }),
  EffectOrdered: z.strictObject({ effect: Id }),
  EffectAllowedAgain: z.strictObject({ effect: Id, person: Id, ordinal, note: Digest.nullable() }),
  EffectStarted: z.strictObject({
    ...call,
    claim,
    gateway: Id,
    until: Instant,
    amount: Money.nullable(),
    mode: Mode,
    lowRisk: z.boolean(),
    approval: Id.nullable(),
    /** SHA-256 of canonical JSON of the facts, to see at a settlement whether anything changed */
    state: z.string(),
    definition: z.string(),
    policies: z.array(z.string()).min(1),
    repeats: claim.nullable(),
    ...held,
  }),
  EffectSettling: z.strictObject({ effect: Id, claim, code: z.string() }),
  EffectDone: z.strictObject({
    effect: Id,
    claim,
    result: Digest,
    verified: z.boolean(),
    how: z.enum(['answer', 'lookup']),
    late: z.boolean(),
  }),
  EffectFailed: z.strictObject({ effect: Id, claim, code: z.string(), message: Digest }),
  EffectUnknown: z.strictObject({ effect: Id, claim, code: z.string() }),
  EffectByPerson: z.strictObject({
    effect: Id,
    person: Id,
    reference: Digest,
    amount: Money.nullable(),
    ...held,
  }),
  /** a result that came when the effect was settled already */
  ResultLate: z.strictObject({ effect: Id, claim, gateway: Id, status: z.string(), content: Digest }),
} as const
