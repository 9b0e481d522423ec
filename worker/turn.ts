import { AIMessage, HumanMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages'
import { z } from 'zod'
import { CallAnswer } from '../agents/define-agent.ts'
import { isEndCall } from './menu.ts'

/** One call that a model made, under an id of ours: a provider's ids may be missing or equal. */
export const Call = z.object({ id: z.string(), name: z.string(), args: z.record(z.string(), z.unknown()) })
export type Call = z.infer<typeof Call>

/** What a worker notes beside a message; providers never see it. */
export const StepMeta = z.object({
  model: z.string(),
  prompt: z.string(),
  reasoning: z.string().nullable(),
  tokens: z.number().nullable(),
  started: z.string(),
  ended: z.string(),
})
export type StepMeta = z.infer<typeof StepMeta>

const Args = z.record(z.string(), z.unknown())

export const turnsOf = (messages: readonly BaseMessage[]): number =>
  messages.filter((message) => AIMessage.isInstance(message)).length

export const lastTurn = (messages: readonly BaseMessage[]): AIMessage | undefined =>
  messages.findLast((message) => AIMessage.isInstance(message))

export const textOf = (message: BaseMessage): string =>
  typeof message.content === 'string'
    ? message.content
    : message.content
        .map((part) => ('text' in part && typeof part.text === 'string' ? part.text : ''))
        .join('')

/** An answer to one call, as the model reads it; `artifact` is what the worker counts by. */
export const answerMessage = (call: { id: string; name: string }, answer: CallAnswer): ToolMessage =>
  new ToolMessage({
    id: `answer-${call.id}`,
    tool_call_id: call.id,
    name: call.name,
    content: JSON.stringify(answer),
    status: answer.status === 'result' ? 'success' : 'error',
    artifact: answer,
  })

export const answerOf = (message: BaseMessage): CallAnswer | null => {
  if (!ToolMessage.isInstance(message)) return null
  const read = CallAnswer.safeParse(message.artifact)
  return read.success ? read.data : null
}

export const fault = (code: string, message: string): CallAnswer => ({ status: 'error', code, message })

/** Calls of the last turn that have no answer yet. */
export const openCalls = (messages: readonly BaseMessage[]): Call[] => {
  const turn = lastTurn(messages)
  const answered = new Set(
    messages.flatMap((message) => (ToolMessage.isInstance(message) ? [message.tool_call_id] : [])),
  )
  return (turn?.tool_calls ?? []).flatMap(({ id, name, args }) =>
    id !== undefined && !answered.has(id) ? [{ id, name, args }] : [],
  )
}

/** Providers refuse a name that they would not have taken, even as history. */
const echoable = (name: string): string => name.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 64) || 'unnamed'

const nudge = (message: AIMessage): string =>
  message.response_metadata['finish_reason'] === 'length'
    ? 'Your answer was cut at the token limit before any call. Answer with one short call.'
    : 'Your answer held no call, so nothing was done. Call a tool, or end the task by one of its calls.'

export type Turn = {
  message: AIMessage
  /** answers that need nobody else: calls that cannot be read, a hint where there was no call */
  replies: (ToolMessage | HumanMessage)[]
}

/**
 * A model's answer, made regular: every call gets an id of ours and object arguments, every call that cannot be read
 * gets its answer (an id without one makes providers refuse the next request), none at all gets a hint.
 */
export const readTurn = (raw: AIMessage, number: number, meta: StepMeta): Turn => {
  const id = (index: number) => `call-${number}-${index}`
  const replies: ToolMessage[] = []
  const good = (raw.tool_calls ?? []).map((call, index): Call => {
    const args = Args.safeParse(call.args)
    const made = { id: id(index), name: echoable(call.name), args: args.success ? args.data : {} }
    if (!args.success)
      replies.push(answerMessage(made, fault('BAD_ARGUMENTS', 'The arguments must be one JSON object.')))
    return made
  })
  const bad = (raw.invalid_tool_calls ?? []).map((call, index): Call => {
    const made = { id: id(good.length + index), name: echoable(call.name ?? ''), args: {} }
    const said = `The arguments are not JSON: ${(call.args ?? '').slice(0, 200)}`
    replies.push(answerMessage(made, fault('BAD_ARGUMENTS', said)))
    return made
  })
  const message = new AIMessage({
    id: `turn-${number}`,
    content: textOf(raw),
    tool_calls: [...good, ...bad].map((call) => ({ ...call, type: 'tool_call' as const })),
    response_metadata: { step: meta },
  })
  if (good.length + bad.length > 0) return { message, replies }
  const hint = new HumanMessage({
    id: `hint-${number}`,
    content: nudge(raw),
    response_metadata: { hint: true },
  })
  return { message, replies: [hint] }
}

export const hintsIn = (messages: readonly BaseMessage[]): number =>
  messages.filter((message) => message.response_metadata['hint'] === true).length

/** Failing and refused calls, by kind: the tool's name, or `answer` for what was no readable call at all. */
export const failuresIn = (messages: readonly BaseMessage[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const message of messages) {
    const answer = answerOf(message)
    if (answer === null || answer.status === 'result') continue
    const kind = message.name ?? ''
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return counts
}

export const endCallIn = (calls: readonly Call[]): Call[] => calls.filter((call) => isEndCall(call.name))
