import { z } from 'zod'
import { ContractName, Id, agentOfContract } from '../contracts/ids.ts'
import { RemitError } from '../contracts/errors.ts'
import type { Claimed } from '../contracts/work.ts'

/** A request that the playbook must bring to an end, with what the tools answer while it is at it. */
export type ContractExample = {
  goal: string
  request: unknown
  answers: Readonly<Record<string, unknown>>
}

export type Contract<Request extends z.ZodType = z.ZodType, Result extends z.ZodType = z.ZodType> = {
  name: string
  description: string
  request: Request
  result: Result
  /** the same two as JSON Schema, for whoever does not speak zod */
  requestSchema: Record<string, unknown>
  resultSchema: Record<string, unknown>
  examples: readonly ContractExample[]
}

const jsonSchemaOf = (schema: z.ZodType): Record<string, unknown> => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' })
  return rest
}

/**
 * What one agent asks of another, by a versioned name (`finance.check-refund@1`). Shapes must be sayable as JSON
 * Schema (no transforms): supervisors and models see only that.
 */
export const defineContract = <Request extends z.ZodType, Result extends z.ZodType>(contract: {
  name: string
  description: string
  request: Request
  result: Result
  examples?: readonly ContractExample[]
}): Contract<Request, Result> => {
  const resultSchema = jsonSchemaOf(contract.result)
  // The result is the argument of a model's `conclude` call, and providers take objects only.
  if (resultSchema['type'] !== 'object')
    throw new RemitError('BAD_CONFIG', { contract: contract.name, fault: 'the result must be an object' })
  return {
    ...contract,
    name: ContractName.parse(contract.name),
    examples: contract.examples ?? [],
    requestSchema: jsonSchemaOf(contract.request),
    resultSchema,
  }
}

/** What a tool, or the worker itself, answered to one call. */
export const CallAnswer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('result'),
    result: z.unknown(),
    effect: z.string().optional(),
    sameEffect: z.boolean().optional(),
    edited: z.boolean().optional(),
    args: z.unknown().optional(),
  }),
  z.object({
    status: z.literal('refused'),
    code: z.string(),
    message: z.string(),
    effect: z.string().optional(),
    final: z.boolean(),
  }),
  z.object({ status: z.literal('error'), code: z.string(), message: z.string() }),
])
export type CallAnswer = z.infer<typeof CallAnswer>

/** Everything that a playbook may look at: the same that a model reads. */
export type PlaybookView = Pick<
  Claimed,
  'contract' | 'payload' | 'notes' | 'journal' | 'instructions' | 'checkFailed' | 'delegations' | 'workflows'
> & {
  goal: string
  /** tools that this task may use, by their own names (`shop.get_order`) */
  tools: ReadonlySet<string>
  /** contracts that this task may hand off to, with the JSON Schema of their request */
  handoffs: ReadonlyMap<string, Record<string, unknown>>
  /** contracts that others may be asked under, whose answers come back in `delegations` */
  delegates: ReadonlyMap<string, Record<string, unknown>>
  /** the calls made so far with what they were answered, oldest first */
  said: readonly { tool: string; args: Record<string, unknown>; answer: CallAnswer }[]
}

/** What is done next: calls of tools, or one of the ways in which a task ends. */
export type PlaybookMove =
  | { do: 'call'; calls: readonly { tool: string; args: Record<string, unknown> }[] }
  | { do: 'conclude'; result: Record<string, unknown> }
  | { do: 'decline'; reason: string; effect?: string }
  | { do: 'escalate'; question: string; proposed?: string }
  | { do: 'handoff'; contract: string; payload: Record<string, unknown>; note: string }
  | {
      do: 'delegate'
      children: readonly {
        contract: string
        payload: Record<string, unknown>
        ceiling?: { tokens?: number; calls?: number }
      }[]
      within?: number
    }
  | {
      do: 'split'
      intents: readonly { goal: string; workflow: string; payload: Record<string, unknown> }[]
    }
  | { do: 'route'; workflow: string; payload: Record<string, unknown> }

/** A pure function of what was said so far; it runs where no model is configured, and in its place alone. */
export type Playbook = (view: PlaybookView) => PlaybookMove

export type Agent = {
  name: string
  description: string
  version: string
  contracts: readonly Contract[]
  playbook: Playbook
  /** file with the system prompt, beside agent.ts */
  prompt: URL
}

const defined = new WeakSet<object>()
export const isAgent = (value: unknown): value is Agent =>
  typeof value === 'object' && value !== null && defined.has(value)

/** One agent's card and procedure. Throws BAD_CONFIG on a contract that bears another agent's name. */
export const defineAgent = (agent: Agent): Agent => {
  const fault = (what: string) => new RemitError('BAD_CONFIG', { agent: agent.name, fault: what })
  if (!Id.safeParse(agent.name).success) throw fault('the name is not an id')
  if (agent.contracts.length === 0) throw fault('it offers no contract')
  for (const { name } of agent.contracts)
    if (agentOfContract(name) !== agent.name) throw fault(`${name} must begin with ${agent.name}.`)
  const twice = agent.contracts.find(
    (one, index) => agent.contracts.findIndex((other) => other.name === one.name) !== index,
  )
  if (twice) throw fault(`${twice.name} is offered twice`)
  const made: Agent = { ...agent }
  defined.add(made)
  return made
}
