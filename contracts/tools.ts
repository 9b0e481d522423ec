import { z } from 'zod'
import { Digest, Id, ToolName } from './ids.ts'
import { Instant } from './envelope.ts'

/** What worker, gateway and supervisor say about tools and effects. */

/** `remit.tools.<agent>`, worker -> gateway. The grant says who; the gateway checks its signature. */
export const ToolRequest = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('list'), id: Id, grant: z.string() }),
  z.strictObject({ op: z.literal('call'), id: Id, grant: z.string(), tool: z.string(), args: z.unknown() }),
])
export type ToolRequest = z.infer<typeof ToolRequest>

export const ToolOffer = z.strictObject({
  name: ToolName,
  description: z.string(),
  inputSchema: z.record(z.string(), z.unknown()),
  write: z.boolean(),
})
export const ToolList = z.strictObject({ ok: z.literal(true), tools: z.array(ToolOffer) })
export type ToolList = z.infer<typeof ToolList>

/**
 * Answer to a call. `result`: a read's value, or a done effect's (`sameEffect` when it had been done before).
 * `waiting`: parks the graph; the effect runs, or not, without this worker. `refused`: an answer to the agent,
 * which may correct itself unless `final`. `error`: the tool's own words on a read, or the system is down.
 */
export const ToolAnswer = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('result'),
    result: z.unknown(),
    effect: Id.optional(),
    sameEffect: z.boolean().optional(),
    /** true when a person changed the arguments before it ran; `args` are those that ran */
    edited: z.boolean().optional(),
    args: z.unknown().optional(),
  }),
  z.strictObject({ status: z.literal('waiting'), effect: Id }),
  z.strictObject({
    status: z.literal('refused'),
    code: z.string(),
    message: z.string(),
    effect: Id.optional(),
    final: z.boolean(),
  }),
  z.strictObject({ status: z.literal('error'), code: z.string(), message: z.string() }),
])
export type ToolAnswer = z.infer<typeof ToolAnswer>

/** A read that the supervisor ordered, every argument already a value. */
export const OrderedRead = z.strictObject({
  as: z.string(),
  tool: ToolName,
  args: z.record(z.string(), z.unknown()),
})
export type OrderedRead = z.infer<typeof OrderedRead>

/** What the gateway read. Exactly one of value and error. `hash` = SHA-256 of canonical JSON of the value. */
export const FactRead = z.strictObject({
  as: z.string(),
  tool: ToolName,
  args: z.record(z.string(), z.unknown()),
  at: Instant,
  value: z.unknown().optional(),
  hash: z.string().optional(),
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
})
export type FactRead = z.infer<typeof FactRead>

const asked = {
  id: Id,
  gateway: Id,
  goal: Id,
  task: Id,
  attempt: z.int().positive(),
  agent: Id,
  worker: Id,
  tool: ToolName,
  args: z.record(z.string(), z.unknown()),
  /** hash of the tool's definition as the gateway sees it now */
  definition: z.string(),
}
/**
 * `remit.authorise`, gateway -> supervisor, in rounds: propose, then facts with all that was read so far under
 * the same id. `claim` asks to run or to settle an effect that the supervisor ordered.
 */
export const AuthoriseRequest = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('propose'), ...asked }),
  z.strictObject({ op: z.literal('facts'), ...asked, facts: z.array(FactRead).max(16) }),
  z.strictObject({
    op: z.literal('claim'),
    id: Id,
    gateway: Id,
    goal: Id,
    effect: Id,
    /** hash of the tool's definition now; '' where the tool is gone */
    definition: z.string(),
    facts: z.array(FactRead).max(16),
    /** what the look-up by our own reference said, when this follows a settle order */
    lookup: z.enum(['none', 'absent', 'unreadable']).optional(),
    /** the claim that is being settled */
    settles: z.int().positive().optional(),
  }),
  z.strictObject({
    op: z.literal('extend'),
    id: Id,
    gateway: Id,
    goal: Id,
    effect: Id,
    claim: z.int().positive(),
  }),
  z.strictObject({
    op: z.literal('calls'),
    id: Id,
    gateway: Id,
    goal: Id,
    task: Id,
    attempt: z.int().positive(),
    agent: Id,
    worker: Id,
    want: z.int().positive(),
  }),
])
export type AuthoriseRequest = z.infer<typeof AuthoriseRequest>

/** How an effect is verified or looked up: a read with every argument a value. The supervisor judges the answer. */
export const VerifyOrder = z.strictObject({ tool: ToolName, args: z.record(z.string(), z.unknown()) })

export const RunOrder = z.strictObject({
  do: z.literal('run'),
  goal: Id,
  effect: Id,
  claim: z.int().positive(),
  tool: ToolName,
  args: z.record(z.string(), z.unknown()),
  /** the idempotency key to pass, and how: argument name, _meta key or header; null = the tool knows none */
  key: z.strictObject({ value: z.string(), pass: z.string() }).nullable(),
  /** compared with the time just before the socket write */
  until: Instant,
  verify: VerifyOrder.nullable(),
  timeoutSeconds: z.number().positive(),
  traceparent: z.string(),
})
export type RunOrder = z.infer<typeof RunOrder>

export const AuthoriseAnswer = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('read'), reads: z.array(OrderedRead).min(1).max(8) }),
  RunOrder,
  /** the recorded answer, a refusal, or waiting: goes to the agent as it is */
  z.strictObject({ do: z.literal('answer'), answer: ToolAnswer }),
  /** an order that has become void, or is no longer this gateway's: nothing to do */
  z.strictObject({ do: z.literal('drop'), code: z.string() }),
  /** ordered reads failed for now: the supervisor will order again later */
  z.strictObject({ do: z.literal('later'), code: z.string() }),
  z.strictObject({ do: z.literal('extended'), until: Instant }),
  z.strictObject({ do: z.literal('calls'), granted: z.int().positive(), until: Instant }),
])
export type AuthoriseAnswer = z.infer<typeof AuthoriseAnswer>

/** `remit.effects`, JetStream, supervisor -> any gateway. */
export const EffectOrder = z.discriminatedUnion('kind', [
  z.strictObject({ v: z.literal(1), kind: z.literal('run'), goal: Id, effect: Id, tool: ToolName }),
  z.strictObject({
    v: z.literal(1),
    kind: z.literal('settle'),
    goal: Id,
    effect: Id,
    tool: ToolName,
    claim: z.int().positive(),
    /** the look-up by our own reference; null where the workflow has none */
    lookup: VerifyOrder.nullable(),
  }),
  z.strictObject({
    v: z.literal(1),
    kind: z.literal('check'),
    goal: Id,
    check: z.int().positive(),
    reads: z.array(OrderedRead).min(1).max(8),
  }),
])
export type EffectOrder = z.infer<typeof EffectOrder>

const sent = { v: z.literal(1), id: Id, gateway: Id, goal: Id }
/** `remit.results.<gateway>`, JetStream, gateway -> supervisor. */
export const EffectResult = z.discriminatedUnion('kind', [
  z.strictObject({
    ...sent,
    kind: z.literal('result'),
    effect: Id,
    claim: z.int().positive(),
    /**
     * done: the tool said yes. failed: known not done (refused before doing, or never sent). unclear: anything
     * else (a time-out, a cut connection, an answer against the schema): is settled, never guessed.
     */
    status: z.enum(['done', 'failed', 'unclear']),
    value: z.unknown().optional(),
    code: z.string().optional(),
    message: z.string().optional(),
    /** what the verify read said; absent when it was not read, `error` inside when it could not be */
    verify: FactRead.optional(),
    trail: Digest.optional(),
  }),
  z.strictObject({
    ...sent,
    kind: z.literal('settlement'),
    effect: Id,
    claim: z.int().positive(),
    /** the look-up's answer: found = done, whatever facts, halt or cancel say (the supervisor judges `value`) */
    found: FactRead,
  }),
  z.strictObject({ ...sent, kind: z.literal('check'), check: z.int().positive(), facts: z.array(FactRead) }),
  z.strictObject({
    ...sent,
    kind: z.literal('calls'),
    task: Id,
    attempt: z.int().positive(),
    used: z.int().nonnegative(),
    slice: Id,
  }),
])
export type EffectResult = z.infer<typeof EffectResult>

/** `remit.trail.gateway.<goal>`'s content: one call on a system, a read or an effect. */
export const CallRecord = z.strictObject({
  tool: ToolName,
  args: z.unknown(),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
  why: z.enum(['agent', 'fact', 'verify', 'lookup', 'check', 'effect']),
  effect: Id.optional(),
  started: Instant,
  ended: Instant,
})
export type CallRecord = z.infer<typeof CallRecord>
