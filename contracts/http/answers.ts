import { z } from 'zod'
import { DefinitionChange } from '../definition-difference.ts'
import { Money } from '../money.ts'
import { PolicyChange } from '../policy-change.ts'
import { AgentCard, Halt } from '../platform.ts'

/**
 * What became of a POST. `done`: it stands in the record, as the events named. `pending`: nobody answered within the
 * wait; the command is stored and will be decided; `command` finds its outcome in the record.
 */
export const CommandAnswer = z.object({
  command: z.string(),
  state: z.enum(['done', 'pending']),
  goal: z.string().nullable(),
  status: z.string().nullable(),
  events: z.array(z.string()),
})
export type CommandAnswer = z.infer<typeof CommandAnswer>

/** One cap and how it stands now. Amounts are texts: money as `50.00 EUR`, counts as digits. */
export const BudgetLine = z.object({
  key: z.string(),
  kind: z.string(),
  period: z.string(),
  limit: z.string(),
  used: z.string(),
  held: z.string(),
  left: z.string(),
})
export type BudgetLine = z.infer<typeof BudgetLine>
export const Budgets = z.object({
  items: z.array(BudgetLine),
  cursor: z.null(),
  /** per currency: at most `canMove` can move today, `moved` has, `held` is reserved */
  today: z.array(
    z.object({ currency: z.string(), canMove: z.string(), moved: z.string(), held: z.string() }),
  ),
})
export type Budgets = z.infer<typeof Budgets>

export const HaltLine = Halt.extend({ note: z.string() })
export type HaltLine = z.infer<typeof HaltLine>
export const Halts = z.object({ items: z.array(HaltLine), cursor: z.null() })

/** An effect that was begun, or may begin, and whose outcome is not known. */
export const InFlightLine = z.object({
  goal: z.string(),
  workflow: z.string(),
  effect: z.string(),
  agent: z.string(),
  tool: z.string(),
  status: z.string(),
  at: z.string(),
  amount: Money.nullable(),
})
export type InFlightLine = z.infer<typeof InFlightLine>
export const InFlight = z.object({ items: z.array(InFlightLine), cursor: z.null() })

export const AgentLine = AgentCard.pick({ name: true, description: true, version: true }).extend({
  contracts: z.array(z.string()),
  workflows: z.array(z.string()),
})
export const Agents = z.object({ items: z.array(AgentLine), cursor: z.null() })

/** A tool on offer. `changed`: its calls are refused until a person accepts the definition of this hash. */
export const ToolLine = z.object({
  name: z.string(),
  state: z.enum(['accepted', 'changed']),
  hash: z.string(),
  difference: z.array(DefinitionChange),
})
export const Tools = z.object({ items: z.array(ToolLine), cursor: z.null() })

export const WorkflowLine = z.object({
  name: z.string(),
  description: z.string(),
  owner: z.string(),
  mode: z.string(),
  mode_ceiling: z.string(),
})
export const PolicyProposal = z.object({
  proposal: z.string(),
  digest: z.string(),
  person: z.string(),
  at: z.string(),
  difference: z.array(PolicyChange),
  files: z.record(z.string(), z.string()),
})
export type PolicyProposal = z.infer<typeof PolicyProposal>
export const PolicyShown = z.object({
  digest: z.string(),
  at: z.string(),
  by: z.string(),
  second: z.string().nullable(),
  /** against the policy in force before it */
  difference: z.array(PolicyChange),
  /** what waits for a second person */
  proposals: z.array(PolicyProposal),
  files: z.record(z.string(), z.string()),
  workflows: z.array(WorkflowLine),
})
export type PolicyShown = z.infer<typeof PolicyShown>

export const EventLine = z.object({
  id: z.string(),
  type: z.string(),
  goal: z.string(),
  version: z.int(),
  at: z.string(),
  by: z.object({ kind: z.string(), id: z.string() }),
  cause: z.string(),
  data: z.record(z.string(), z.unknown()),
})
export type EventLine = z.infer<typeof EventLine>
export const Events = z.object({ items: z.array(EventLine), cursor: z.string().nullable() })

export const TrailLine = z.object({
  /** the event that speaks of it; of a step or call its own id */
  event: z.string(),
  at: z.string(),
  /** the event's field; `step` of an agent, `call` of a gateway */
  field: z.string(),
  /** '' of a step or call */
  digest: z.string(),
  readable: z.boolean(),
  value: z.unknown(),
})
export const Trail = z.object({ items: z.array(TrailLine), cursor: z.string().nullable() })

export const Session = z.object({ person: z.string(), csrf: z.string(), until: z.string() })
export type Session = z.infer<typeof Session>
/** Where a person signs in once: the address's path, and until when it can be used. */
export const SignInLink = z.object({ path: z.string(), until: z.string() })
export type SignInLink = z.infer<typeof SignInLink>
