import { z } from 'zod'
import { DelegationResult } from './delegation-result.ts'
import { ContractName, Digest, Id, ToolName } from './ids.ts'
import { Instant } from './envelope.ts'
import { Money } from './money.ts'

/** What a worker and its supervisor say to each other. Every shape is refused when it carries more. */

/** `remit.tasks.<agent>`, supervisor -> worker. No content: the claim's answer has it. */
export const TaskMessage = z.strictObject({
  v: z.literal(1),
  kind: z.enum(['start', 'resume', 'stop']),
  goal: Id,
  task: Id,
  attempt: z.int().positive(),
  agent: Id,
  contract: ContractName,
})
export type TaskMessage = z.infer<typeof TaskMessage>

/** What was spent of a drawn slice. `unknown` spends count as the whole slice. Cost: millionths of the unit. */
export const Used = z.strictObject({
  tokens: z.int().nonnegative(),
  cost: z.int().nonnegative(),
  model: z.string().optional(),
})
export type Used = z.infer<typeof Used>

const held = { goal: Id, task: Id, attempt: z.int().positive(), worker: Id }

/** `remit.work.<agent>`, request. `id` makes a repeat of the same request harmless. */
export const WorkRequest = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('claim'), id: Id, ...held, graph: z.string(), models: z.array(z.string()) }),
  z.strictObject({ op: z.literal('heartbeat'), id: Id, ...held }),
  z.strictObject({ op: z.literal('draw'), id: Id, ...held, model: z.string(), tokens: z.int().positive() }),
  z.strictObject({ op: z.literal('settle'), id: Id, ...held, used: Used }),
  /** which of these goals' checkpoints may go */
  z.strictObject({ op: z.literal('forget'), id: Id, worker: Id, goals: z.array(Id).max(200) }),
  z.strictObject({ op: z.literal('park'), id: Id, ...held, waiting: z.array(Id).min(1), used: Used }),
])
export type WorkRequest = z.infer<typeof WorkRequest>

/** A fact or note of an earlier task, as the next agent sees it. */
export const Note = z.strictObject({
  task: Id,
  agent: Id,
  contract: ContractName,
  kind: z.string(),
  content: z.unknown(),
})
export type Note = z.infer<typeof Note>

/** What became of an effect of this goal: the journal that a new attempt is given first. */
export const JournalEntry = z.strictObject({
  effect: Id,
  tool: ToolName,
  args: z.unknown(),
  state: z.enum(['refused', 'waiting', 'void', 'authorised', 'executing', 'done', 'failed', 'unknown']),
  code: z.string().optional(),
  note: z.string().optional(),
  result: z.unknown().optional(),
  edited: z.boolean().optional(),
})
export type JournalEntry = z.infer<typeof JournalEntry>

/** A signed permission to call tools; `<base64url payload>.<base64url Ed25519 signature>` on the wire. */
export const Grant = z.strictObject({
  goal: Id,
  task: Id,
  attempt: z.int().positive(),
  agent: Id,
  worker: Id,
  workflow: z.string(),
  read: z.array(ToolName),
  write: z.array(ToolName),
  until: Instant,
})
export type Grant = z.infer<typeof Grant>

export const Refusal = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
    issues: z.array(z.unknown()).optional(),
  }),
})
export type Refusal = z.infer<typeof Refusal>

/** Answer to a claim. `until` = when the lease runs out unless a beat comes; three beats a lease. */
export const Claimed = z.strictObject({
  ok: z.literal(true),
  grant: z.string(),
  until: Instant,
  beatSeconds: z.number().positive(),
  contract: ContractName,
  goalText: z.string(),
  payload: z.unknown(),
  notes: z.array(Note),
  journal: z.array(JournalEntry),
  /** what a person wrote when resuming the goal, newest last */
  instructions: z.array(z.string()),
  /** workflows that triage may propose, with their descriptions and entry contracts; empty for the others */
  workflows: z.array(
    z.strictObject({
      name: z.string(),
      description: z.string(),
      examples: z.array(z.string()),
      contract: ContractName,
    }),
  ),
  /** contracts this task may hand off to, as JSON Schema of the request */
  handoffs: z.array(
    z.strictObject({ contract: ContractName, description: z.string(), request: z.unknown() }),
  ),
  /** contracts this task may delegate to: an agent's answer is waited for; none at the deepest level */
  delegates: z.array(
    z.strictObject({ contract: ContractName, description: z.string(), request: z.unknown() }),
  ),
  /** what became of this task's own delegations, oldest first */
  delegations: z.array(DelegationResult),
  /** why the agent's conclusion was not taken, when it runs again after a failed check */
  checkFailed: z.string().nullable(),
  /** first slice, so that a short task draws nothing more */
  slice: z.strictObject({ tokens: z.int().nonnegative(), cost: z.int().nonnegative() }),
  now: Instant,
  traceparent: z.string(),
  /** seals what the worker keeps of this task (32 bytes, base64); it goes with the goal's content */
  threadKey: z.string().optional(),
})
export type Claimed = z.infer<typeof Claimed>

export const Beaten = z.strictObject({ ok: z.literal(true), until: Instant, stop: z.boolean() })
export type Beaten = z.infer<typeof Beaten>
export const Drawn = z.strictObject({
  ok: z.literal(true),
  tokens: z.int().positive(),
  cost: z.int().nonnegative(),
})
export type Drawn = z.infer<typeof Drawn>
/** `parked: false` = something that was waited for is settled already: go on instead. */
export const Parked = z.strictObject({ ok: z.literal(true), parked: z.boolean() })
export type Parked = z.infer<typeof Parked>

/** Answer to `forget`: the goals that nobody will go on with, or that were erased. */
export const Forgotten = z.strictObject({ ok: z.literal(true), forget: z.array(Id) })
export type Forgotten = z.infer<typeof Forgotten>

/** Answer to `settle`. */
export const Settled = z.strictObject({ ok: z.literal(true) })

/** `remit.trail.<agent>.<goal>` and `remit.trail.gateway.<goal>`: one step or call, in parts of at most 200 KiB. */
export const TrailPart = z.strictObject({
  v: z.literal(1),
  id: Id,
  goal: Id,
  task: Id,
  attempt: z.int().nonnegative(),
  worker: Id,
  part: z.int().nonnegative(),
  parts: z.int().positive(),
  /** a piece of the JSON text of the step */
  text: z.string(),
})
export type TrailPart = z.infer<typeof TrailPart>

const outcome = {
  v: z.literal(1),
  id: Id,
  ...held,
  used: Used,
  steps: z.array(Digest).default([]),
  /** steps that were not sent by themselves, each in one part: they are kept before the outcome is acknowledged */
  trail: z.array(TrailPart).max(4).optional(),
}
/** `remit.outcomes.<agent>`, JetStream. Payloads travel here and are trail objects once they arrive. */
export const Outcome = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('route'),
    ...outcome,
    workflow: z.string(),
    contract: ContractName,
    payload: z.unknown(),
  }),
  /** several matters in one text, each a goal of its own; triage alone, before the goal is routed */
  z.strictObject({
    kind: z.literal('split'),
    ...outcome,
    intents: z
      .array(
        z.strictObject({
          goal: z.string().min(1).max(20_000),
          workflow: z.string(),
          contract: ContractName,
          payload: z.unknown(),
        }),
      )
      .min(1)
      .max(64),
  }),
  z.strictObject({
    kind: z.literal('handoff'),
    ...outcome,
    contract: ContractName,
    payload: z.unknown(),
    note: z.string(),
  }),
  z.strictObject({
    kind: z.literal('delegate'),
    ...outcome,
    children: z
      .array(
        z.strictObject({
          contract: ContractName,
          payload: z.unknown(),
          /** of what is left of the goal's budgets this child and its own children use at most so much */
          ceiling: z
            .strictObject({ tokens: z.int().positive().optional(), calls: z.int().positive().optional() })
            .optional(),
        }),
      )
      .min(1)
      .max(64),
    /** seconds after which whoever has not answered is a time-out; the workflow's `join` stands above it */
    within: z.int().positive().optional(),
  }),
  z.strictObject({ kind: z.literal('concluded'), ...outcome, result: z.unknown() }),
  z.strictObject({ kind: z.literal('declined'), ...outcome, reason: z.string(), effect: Id.optional() }),
  z.strictObject({
    kind: z.literal('escalate'),
    ...outcome,
    question: z.string(),
    proposed: z.string().optional(),
    /** what the worker itself stopped the task for; without it the agent asks */
    code: z.enum(['TOO_MANY_FAILURES', 'OVER_BUDGET', 'NO_BUDGET', 'NO_PRICE']).optional(),
  }),
  z.strictObject({ kind: z.literal('failed'), ...outcome, code: z.string(), message: z.string() }),
])
export type Outcome = z.infer<typeof Outcome>

export const MoneyOrNull = Money.nullable()
