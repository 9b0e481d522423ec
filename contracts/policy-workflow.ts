import { z } from 'zod'
import { Mode } from './events/goal-events.ts'
import { ContractName, Id, ToolName } from './ids.ts'
import { WorkflowBudgets } from './policy-budgets.ts'
import {
  DurationText,
  KeyPassing,
  listOf,
  MoneyText,
  PercentText,
  Then,
  TimezoneText,
} from './policy-grammar.ts'

/** A condition or value in CEL. Long ones are a sign that two rules were written as one. */
const Cel = z.string().min(1).max(2000)
const FactName = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a name of lower case letters, digits and _')

/** A read: every value of args is CEL. */
const Read = z.strictObject({ tool: ToolName, args: z.record(z.string(), Cel) })
const Facts = z.record(FactName, Read)

/** Who decides, and from which amount on; the owner's role where none is named. Durations in milliseconds. */
export const Approve = z.strictObject({
  role: Id.optional(),
  /** up to this the requester may decide with the role; without it separation holds for every approval */
  separate_over: MoneyText.optional(),
  always_over: MoneyText.optional(),
  four_eyes_over: MoneyText.optional(),
  within: DurationText,
  remind: DurationText.optional(),
  // Never awaited: it is the word of the policy files.
  // oxlint-disable-next-line unicorn/no-thenable
  then: Then.default({ kind: 'escalate' }),
})
export type Approve = z.infer<typeof Approve>

/** How the tool takes our key, and how long it keeps it (milliseconds). Without it a repeat is a second effect. */
export const Idempotency = z.strictObject({
  pass: KeyPassing,
  keeps: DurationText,
})
export type Idempotency = z.infer<typeof Idempotency>

/** `templates/refund-done.txt`: a file beside the workflows, with CEL in braces. */
export const TemplateFile = z.string().regex(/^templates\/[A-Za-z0-9_-]+\.txt$/, 'templates/<name>.txt')

export const WriteTool = z.strictObject({
  key: z.array(Cel).min(1).max(8).optional(),
  facts: Facts.default({}),
  amount: Cel.optional(),
  allow: Cel,
  low_risk: Cel.optional(),
  approve: Approve,
  /** texts that a sending tool may send without a person, each filled from facts and what was done */
  template: listOf(TemplateFile).optional(),
  /** two people decide once one of these tools ran in the goal */
  needs_two_after: z.array(ToolName).min(1).optional(),
  idempotency: z.union([z.literal('none').transform(() => undefined), Idempotency]).optional(),
  verify: Read.extend({ expect: Cel }).optional(),
})
export type WriteTool = z.infer<typeof WriteTool>

/** One file of `workflows/`: what is in scope, which agents and tools, mode, budgets, approvals. */
export const Workflow = z.strictObject({
  name: Id,
  description: z.string().min(1).max(500),
  owner: Id,
  examples: z.array(z.string().min(1)).default([]),
  admit: Cel.optional(),
  entry: z.strictObject({ agent: Id, contract: ContractName }),
  agents: z.array(Id).min(1),
  /** what a person needs for one goal of this kind without agents */
  baseline_minutes: z.number().nonnegative().max(10_000).optional(),
  /** what that was measured on, in words; without it the baseline is a guess, and shown as one */
  baseline_sample: z.string().min(1).max(500).optional(),
  /** what a decision over API or command line counts as, since no page saw how long it took */
  decision_minutes: z.number().nonnegative().max(10_000).default(2),
  timezone: TimezoneText.optional(),
  mode: Mode,
  mode_ceiling: Mode,
  review: PercentText.optional(),
  /** how long a goal waits with a person before it ends as abandoned, 14 days where nothing is said; milliseconds */
  abandon_after: DurationText.optional(),
  /** the longest that a delegation waits for its children, 24 hours where nothing is said; milliseconds */
  join: DurationText.optional(),
  /** whom the content of a goal is about: what `remit erase --subject` names; the goal itself without it */
  subject: Cel.optional(),
  done_when: z.strictObject({ facts: Facts, is: Cel }).optional(),
  budgets: WorkflowBudgets,
  tools: z.strictObject({
    read: z.array(ToolName).default([]),
    write: z.record(ToolName, WriteTool).default({}),
  }),
})
export type Workflow = z.infer<typeof Workflow>
