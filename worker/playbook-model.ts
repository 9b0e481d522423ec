import { AIMessage, HumanMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages'
import { z } from 'zod'
import { CallAnswer, type Playbook, type PlaybookMove, type PlaybookView } from '../agents/define-agent.ts'
import { RemitError } from '../contracts/errors.ts'
import type { Menu } from './menu.ts'
import { legalName } from './legal-name.ts'
import type { BoundModel, HostedModel } from './model-port.ts'
import { News, TaskInput } from './task-input.ts'
import { textOf } from './turn.ts'

const Said = z.object({ news: News })
const Fields = z.record(z.string(), z.unknown())

const inputIn = (messages: readonly BaseMessage[]): TaskInput => {
  const human = messages.filter((message) => HumanMessage.isInstance(message)).map(textOf)
  const [first] = human
  if (first === undefined) throw new RemitError('INTERNAL', { fault: 'a task without its input' })
  const input = TaskInput.parse(JSON.parse(first))
  const news = human.slice(1).flatMap((text) => {
    const read = text.startsWith('{') ? Said.safeParse(JSON.parse(text)) : null
    return read?.success ? [read.data.news] : []
  })
  return { ...input, ...news.at(-1) }
}

const saidIn = (
  messages: readonly BaseMessage[],
  names: ReadonlyMap<string, string>,
): PlaybookView['said'] => {
  const answers = new Map(
    messages.flatMap((message) =>
      ToolMessage.isInstance(message) ? [[message.tool_call_id, message] as const] : [],
    ),
  )
  return messages.flatMap((message) =>
    AIMessage.isInstance(message)
      ? (message.tool_calls ?? []).flatMap(({ id, name, args }) => {
          const answer = answers.get(id ?? '')
          if (!answer) return []
          const read = CallAnswer.parse(JSON.parse(textOf(answer)))
          return [{ tool: names.get(name) ?? name, args: Fields.parse(args), answer: read }]
        })
      : [],
  )
}

const callsOf = (move: PlaybookMove): { name: string; args: Record<string, unknown> }[] => {
  if (move.do === 'call') return move.calls.map(({ tool, args }) => ({ name: legalName(tool), args }))
  if (move.do === 'conclude') return [{ name: 'conclude', args: move.result }]
  const { do: name, ...args } = move
  return [{ name, args }]
}

/**
 * An agent's procedure behind the interface of a chat model: the same messages go in, the same calls come out, and
 * all that follows (graph, gateway, supervisor) cannot tell the difference. It spends nothing.
 */
export const playbookModel = (playbook: Playbook): HostedModel => ({
  name: 'playbook',
  maxTokens: 0,
  key: '',
  timeoutMs: 0,
  ready: async () => {},
  costOf: () => 0,
  bind(menu: Menu): BoundModel {
    const tools = new Set(menu.tools.values())
    return {
      invoke: async (messages) => {
        const said = saidIn(messages, menu.tools)
        const move = playbook({
          ...inputIn(messages),
          tools,
          handoffs: menu.contracts,
          delegates: menu.delegates,
          said,
        })
        const calls = callsOf(move).map((call, index) => ({ ...call, id: `p${index}` }))
        return new AIMessage({
          content: '',
          tool_calls: calls.map((call) => ({ ...call, type: 'tool_call' })),
        })
      },
    }
  },
})
