import { AIMessage } from '@langchain/core/messages'
import type { BaseMessage } from '@langchain/core/messages'
import type { Contract } from '../agents/define-agent.ts'
import type { ToolAnswer, ToolList } from '../contracts/tools.ts'
import type { Claimed, TaskMessage } from '../contracts/work.ts'
import { makeLease } from './lease.ts'
import { makeMenu } from './menu.ts'
import type { BoundModel, HostedModel } from './model-port.ts'
import type { RunContext } from './run-context.ts'
import { makeSpend } from './spend.ts'
import { toldBy } from './task-input.ts'

export const taskOf = (contract: string, more: Partial<TaskMessage> = {}): TaskMessage => ({
  v: 1,
  kind: 'start',
  goal: 'g1',
  task: 't1',
  attempt: 1,
  agent: contract.slice(0, contract.indexOf('.')),
  contract,
  ...more,
})

export const claimedOf = (contract: string, more: Partial<Claimed> = {}): Claimed => ({
  ok: true,
  grant: 'grant',
  until: new Date(Date.now() + 60_000).toISOString(),
  beatSeconds: 5,
  contract,
  goalText: 'a goal',
  payload: {},
  notes: [],
  journal: [],
  instructions: [],
  workflows: [],
  handoffs: [],
  delegates: [],
  delegations: [],
  checkFailed: null,
  slice: { tokens: 0, cost: 0 },
  now: new Date().toISOString(),
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  ...more,
})

export const toolsNamed = (...names: string[]): ToolList['tools'] =>
  names.map((name) => ({
    name,
    description: name,
    inputSchema: { type: 'object', properties: {} },
    write: name.includes('refund_order'),
  }))

export type Said = {
  content?: string
  calls?: { name: string; args: unknown; id?: string }[]
  bad?: string[]
}

/** A model that says one thing after the other; the last again and again. */
export const sayingModel = (...said: (Said | Error)[]): HostedModel & { prompts: BaseMessage[][] } => {
  const prompts: BaseMessage[][] = []
  const bound: BoundModel = {
    invoke: async (messages) => {
      const next = said[Math.min(prompts.length, said.length - 1)]
      prompts.push([...messages])
      if (next === undefined || next instanceof Error) throw next ?? new Error('nothing to say')
      return new AIMessage({
        content: next.content ?? '',
        tool_calls: (next.calls ?? []).map(({ name, args, id }) =>
          // A provider's arguments may be anything; the client passes them on unchecked.
          JSON.parse(JSON.stringify({ name, args, id: id ?? 'same', type: 'tool_call' })),
        ),
        invalid_tool_calls: (next.bad ?? []).map((args) => ({
          name: 'shop__get_order',
          args,
          id: 'x',
          error: 'no',
        })),
      })
    },
  }
  return {
    name: 'saying',
    maxTokens: 0,
    key: '',
    timeoutMs: 0,
    ready: async () => {},
    costOf: () => 0,
    bind: () => bound,
    prompts,
  }
}

export type AloneRun = RunContext & { asked: { tool: string; args: unknown }[]; recorded: number }

/** The context of one run with a gateway that is a function: no bus, no supervisor. */
export const runAlone = (options: {
  contract: Contract
  model: HostedModel
  tools?: ToolList['tools']
  claimed?: Partial<Claimed>
  task?: Partial<TaskMessage>
  answer?: (tool: string, args: Record<string, unknown>) => ToolAnswer | Promise<ToolAnswer>
}): AloneRun => {
  const { contract, model, answer } = options
  const claimed = claimedOf(contract.name, options.claimed)
  const menu = makeMenu(options.tools ?? [], claimed, contract)
  const run: AloneRun = {
    task: taskOf(contract.name, options.task),
    claimed,
    contract,
    systemPrompt: 'You are a test.',
    menu,
    model,
    bound: model.bind(menu),
    lease: makeLease({ until: claimed.until, ahead: 0, now: Date.now }),
    told: toldBy(claimed),
    waiting: new Map(),
    spend: makeSpend(claimed.slice, model, async (tokens) => ({ ok: true, tokens, cost: 0 })),
    asked: [],
    recorded: 0,
    call: async (tool, { args }) => {
      run.asked.push({ tool, args })
      if (!answer) throw new Error(`no answer for ${tool}`)
      return answer(tool, args)
    },
    record: () => {
      run.recorded += 1
    },
    failPoint: async () => {},
    now: () => new Date(),
  }
  return run
}
