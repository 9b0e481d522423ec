import { SystemMessage, type BaseMessage } from '@langchain/core/messages'
import { callModel } from './call-model.ts'
import { digest } from './digest.ts'
import { mustStop, settleEnds } from './end-of-turn.ts'
import type { Ended, Final } from './final.ts'
import { isEndCall } from './menu.ts'
import type { RunContext } from './run-context.ts'
import { answerMessage, fault, openCalls, readTurn, turnsOf, type Turn } from './turn.ts'

export type Update = { messages: BaseMessage[]; ended?: Ended }

const reasoningIn = (kwargs: Record<string, unknown>): string | null => {
  const text = kwargs['reasoning_content'] ?? kwargs['reasoning']
  return typeof text === 'string' ? text : null
}

const nextTurn = async (messages: readonly BaseMessage[], run: RunContext): Promise<Turn> => {
  const prompt = [new SystemMessage(run.systemPrompt), ...messages]
  const { model, bound, menu, spend, lease } = run
  const started = run.now().toISOString()
  const { answer, tokens } = await callModel({
    model,
    bound,
    toolsSize: menu.size,
    spend,
    lease,
    messages: prompt,
  })
  return readTurn(answer, turnsOf(messages) + 1, {
    model: model.name,
    prompt: digest(JSON.stringify(prompt.map((message) => [message.type, message.content]))),
    reasoning: reasoningIn(answer.additional_kwargs),
    tokens,
    started,
    ended: run.now().toISOString(),
  })
}

/** Calls of what is not on the menu are answered at once: nobody needs to be asked. */
const unknownCalls = (messages: readonly BaseMessage[], run: RunContext) =>
  openCalls(messages)
    .filter((call) => !isEndCall(call.name) && !run.menu.tools.has(call.name))
    .map((call) => {
      const offered = [...run.menu.tools.keys(), ...run.menu.ends].join(', ')
      return answerMessage(
        call,
        fault('UNKNOWN_TOOL', `There is no tool ${call.name}. There are: ${offered}`),
      )
    })

/**
 * One turn of the model. What it says is made regular, what can be judged here is judged, and what ends the task ends
 * it in the same step; tool calls are left open for `act`.
 */
export const reason = async (messages: readonly BaseMessage[], run: RunContext): Promise<Update> => {
  run.lease.check()
  const added: BaseMessage[] = []
  const all = () => [...messages, ...added]
  const end = (final: Final): Update => {
    run.record(all(), { attempt: run.task.attempt })
    return { messages: added, ended: { final, attempt: run.task.attempt, told: run.told } }
  }
  const settle = (): Final | null => {
    const { replies, final } = settleEnds(all(), run)
    added.push(...replies)
    return final
  }
  if (turnsOf(messages) > 0) {
    await run.failPoint('worker.after-step')
    const held = settle()
    if (held) return end(held)
    run.record(all())
  }
  const stop = mustStop(all(), run)
  if (stop) return end(stop)
  const turn = await nextTurn(all(), run)
  run.lease.check()
  added.push(turn.message, ...turn.replies)
  added.push(...unknownCalls(all(), run))
  const final = settle() ?? (openCalls(all()).length === 0 ? mustStop(all(), run) : null)
  return final ? end(final) : { messages: added }
}
