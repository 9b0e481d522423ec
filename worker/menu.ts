import { z } from 'zod'
import type { Contract } from '../agents/define-agent.ts'
import type { ToolList } from '../contracts/tools.ts'
import type { Claimed } from '../contracts/work.ts'
import { legalName } from './legal-name.ts'

/** A tool as model providers want it. */
export type ModelTool = {
  type: 'function'
  function: { name: string; description: string; parameters: Record<string, unknown> }
}

/** What a model may call in one task: granted tools under their legal names, and the ways to end. */
export type Menu = {
  /** legal name -> the tool's own name */
  tools: ReadonlyMap<string, string>
  ends: ReadonlySet<EndCall>
  /** contracts that a payload may be written for, with the JSON Schema of their request */
  contracts: ReadonlyMap<string, Record<string, unknown>>
  /** contracts that others may be asked under, likewise */
  delegates: ReadonlyMap<string, Record<string, unknown>>
  modelTools: readonly ModelTool[]
  /** length of the tools' JSON: they are half of a prompt */
  size: number
}

export const endCalls = ['conclude', 'decline', 'delegate', 'escalate', 'handoff', 'route', 'split'] as const
export type EndCall = (typeof endCalls)[number]
export const isEndCall = (name: string): name is EndCall => endCalls.some((one) => one === name)

/** As many as the supervisor takes; it is asked no more than it would answer. */
export const mostChildren = 8

const text = (description: string) => ({ type: 'string', description })
const object = (properties: Record<string, unknown>, required: string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const asTool = (name: string, description: string, parameters: Record<string, unknown>): ModelTool => ({
  type: 'function',
  function: { name, description, parameters },
})

const oneOf = (schemas: unknown[]): unknown => (schemas.length === 1 ? schemas[0] : { anyOf: schemas })

const handoffTool = (handoffs: Claimed['handoffs']): ModelTool =>
  asTool(
    'handoff',
    `Hand the goal on. ${handoffs.map((one) => `${one.contract}: ${one.description}`).join('. ')}`,
    object(
      {
        contract: { enum: handoffs.map((one) => one.contract) },
        payload: oneOf(handoffs.map((one) => one.request)),
        note: text('what the next agent must know'),
      },
      ['contract', 'payload', 'note'],
    ),
  )

const delegateTool = (delegates: Claimed['delegates']): ModelTool =>
  asTool(
    'delegate',
    `Ask other agents and wait for their answers; you go on with them. ${delegates.map((one) => `${one.contract}: ${one.description}`).join('. ')}`,
    object(
      {
        children: {
          type: 'array',
          minItems: 1,
          maxItems: mostChildren,
          items: object(
            {
              contract: { enum: delegates.map((one) => one.contract) },
              payload: oneOf(delegates.map((one) => one.request)),
              ceiling: object(
                {
                  tokens: { type: 'integer', minimum: 1 },
                  calls: { type: 'integer', minimum: 1 },
                },
                [],
              ),
            },
            ['contract', 'payload'],
          ),
        },
        within: { type: 'integer', minimum: 1, description: 'seconds to wait at most' },
      },
      ['children'],
    ),
  )

const routeTool = ({ workflows, handoffs }: Claimed): ModelTool => {
  const schemas = handoffs
    .filter((one) => workflows.some((workflow) => workflow.contract === one.contract))
    .map((one) => one.request)
  return asTool(
    'route',
    'Send the goal to the workflow that it belongs to',
    object(
      {
        workflow: { enum: workflows.map((one) => one.name) },
        payload: schemas.length > 0 ? oneOf(schemas) : { type: 'object' },
      },
      ['workflow', 'payload'],
    ),
  )
}

const splitTool = ({ workflows }: Claimed): ModelTool =>
  asTool(
    'split',
    'Take a text apart that asks for several different things: each becomes a goal of its own, as if by `route`',
    object(
      {
        intents: {
          type: 'array',
          minItems: 2,
          items: object(
            {
              goal: text('the words of the requester that ask for this one thing'),
              workflow: { enum: workflows.map((one) => one.name) },
              payload: { type: 'object' },
            },
            ['goal', 'workflow', 'payload'],
          ),
        },
      },
      ['intents'],
    ),
  )

const decline = asTool(
  'decline',
  'End the task with a no, because a rule of the company refused it',
  object({ reason: text('the words of the refusal'), effect: text('id of the refused effect') }, ['reason']),
)
const escalate = asTool(
  'escalate',
  'Put the goal before a person',
  object({ question: text('what the person must answer'), proposed: text('what you would do') }, [
    'question',
  ]),
)
const concludeTool = (contract: Contract): ModelTool =>
  asTool(
    'conclude',
    'End the task: it is done. Only what was really done may be named.',
    contract.resultSchema,
  )

/** Who may route does not conclude: a goal without a workflow has nothing that could be done. */
const endTools = (claimed: Claimed, contract: Contract): ModelTool[] =>
  claimed.workflows.length > 0
    ? [routeTool(claimed), splitTool(claimed), escalate]
    : [
        concludeTool(contract),
        decline,
        escalate,
        ...(claimed.handoffs.length > 0 ? [handoffTool(claimed.handoffs)] : []),
        ...(claimed.delegates.length > 0 ? [delegateTool(claimed.delegates)] : []),
      ]

const Schema = z.record(z.string(), z.unknown())
const Parameters = z.looseObject({ type: z.literal('object') })

const schemasOf = (offers: Claimed['delegates']): Menu['contracts'] =>
  new Map(offers.map((one) => [one.contract, Schema.catch({}).parse(one.request)]))

export const makeMenu = (offers: ToolList['tools'], claimed: Claimed, contract: Contract): Menu => {
  const ends = endTools(claimed, contract)
  const granted = offers.map((offer) => {
    const schema = Parameters.safeParse(offer.inputSchema)
    const parameters = schema.success ? schema.data : { type: 'object' }
    return asTool(legalName(offer.name), offer.description, parameters)
  })
  const modelTools = [...granted, ...ends]
  return {
    tools: new Map(offers.map((offer) => [legalName(offer.name), offer.name])),
    ends: new Set(ends.map((one) => one.function.name).filter(isEndCall)),
    contracts: schemasOf(claimed.handoffs),
    delegates: schemasOf(claimed.delegates),
    modelTools,
    size: JSON.stringify(modelTools).length,
  }
}
