import { AIMessage, HumanMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages'
import { z } from 'zod'
import type { FoundAgent } from '../../agents/discover.ts'
import type { Menu, ModelTool } from '../../worker/menu.ts'
import { isEndCall } from '../../worker/menu.ts'
import { playbookModel } from '../../worker/playbook-model.ts'
import { textOf } from '../../worker/turn.ts'
import type { Answer, ChatRequest } from './chat-request.ts'

const Fields = z.record(z.string(), z.unknown())
const Input = z.object({ contract: z.string() })
const Handoff = z.object({
  contract: z.object({ enum: z.array(z.string()) }),
  payload: z.looseObject({ anyOf: z.array(Fields).optional() }),
})

const messagesOf = (request: ChatRequest): BaseMessage[] =>
  request.messages.flatMap((message): BaseMessage[] => {
    const content = message.content ?? ''
    if (message.role === 'user') return [new HumanMessage(content)]
    if (message.role === 'tool')
      return [new ToolMessage({ content, tool_call_id: message.tool_call_id ?? '' })]
    if (message.role !== 'assistant') return []
    const calls = (message.tool_calls ?? []).map((call) => ({
      id: call.id,
      name: call.function.name,
      args: Fields.catch({}).parse(JSON.parse(call.function.arguments)),
    }))
    return [new AIMessage({ content, tool_calls: calls })]
  })

/** What a reader of the tools alone knows: names are turned back by the way they are written. */
const menuOf = (request: ChatRequest): Menu => {
  const names = request.tools.map((tool) => tool.function.name)
  const handoff = request.tools.find((tool) => tool.function.name === 'handoff')
  const read = Handoff.safeParse(handoff?.function.parameters?.['properties'])
  const contracts = read.success
    ? read.data.contract.enum.map(
        (name, index) => [name, Fields.parse(read.data.payload.anyOf?.[index] ?? read.data.payload)] as const,
      )
    : []
  const modelTools: ModelTool[] = []
  return {
    tools: new Map(
      names.filter((name) => name.includes('__')).map((name) => [name, name.replace('__', '.')]),
    ),
    ends: new Set(names.filter(isEndCall)),
    contracts: new Map(contracts),
    delegates: new Map(),
    modelTools,
    size: 0,
  }
}

/** Answers as a sensible model would: it reads the same messages and tools, and follows the agent's own procedure. */
export const sensibleModel =
  (agents: readonly FoundAgent[]) =>
  async (request: ChatRequest): Promise<Answer> => {
    const messages = messagesOf(request)
    const first = messages.find((message) => HumanMessage.isInstance(message))
    const { contract } = Input.parse(JSON.parse(first === undefined ? '' : textOf(first)))
    const agent = agents.find((one) => one.contracts.some((offered) => offered.name === contract))
    if (!agent) return { content: `I know no ${contract}.`, calls: [] }
    const said = await playbookModel(agent.playbook).bind(menuOf(request)).invoke(messages)
    const calls = (said.tool_calls ?? []).map((call, index) => ({
      id: `call_${messages.length}_${index}`,
      name: call.name,
      arguments: JSON.stringify(call.args),
    }))
    return { content: null, calls }
  }
