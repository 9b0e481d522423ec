import type { BaseMessage, ToolMessage } from '@langchain/core/messages'
import { judgeEnd } from './judge-end.ts'
import type { Final } from './final.ts'
import { isEndCall } from './menu.ts'
import type { RunContext } from './run-context.ts'
import {
  answerMessage,
  answerOf,
  endCallIn,
  failuresIn,
  fault,
  hintsIn,
  lastTurn,
  openCalls,
  turnsOf,
} from './turn.ts'

const mostFailures = 3
/** Far above what a tool budget allows; ends a model that only ever talks to the worker. */
const mostTurns = 60

export type Settled = { replies: ToolMessage[]; final: Final | null }

/** Whether every tool call of the last turn brought a result: only then may a call beside it end the task. */
const siblingsDone = (messages: readonly BaseMessage[]): boolean => {
  const ids = new Set((lastTurn(messages)?.tool_calls ?? []).map((call) => call.id))
  return messages.every((message) => {
    const answer = answerOf(message)
    if (answer === null || !('tool_call_id' in message)) return true
    return (
      typeof message.tool_call_id !== 'string' || !ids.has(message.tool_call_id) || answer.status === 'result'
    )
  })
}

/**
 * Judges the calls that end a task once no tool call of their turn is open: tools first, approvals too, then the
 * handoff. Beside a call that failed, and beside each other, they are handed back.
 */
export const settleEnds = (messages: readonly BaseMessage[], run: RunContext): Settled => {
  const open = openCalls(messages)
  const ends = endCallIn(open)
  const [end] = ends
  if (!end || ends.length !== open.length) return { replies: [], final: null }
  const handBack = (why: string): Settled => ({
    replies: ends.map((call) => answerMessage(call, fault('BAD_OUTCOME', why))),
    final: null,
  })
  if (ends.length > 1) return handBack('A task ends once. Make exactly one of these calls.')
  if (!siblingsDone(messages))
    return handBack('Not done: a call beside it failed. Look at its answer, then decide again.')
  if (!isEndCall(end.name)) return { replies: [], final: null }
  const judged = judgeEnd({ name: end.name, args: end.args }, run)
  return 'fault' in judged
    ? handBack(judged.fault)
    : { replies: [answerMessage(end, { status: 'result', result: 'taken' })], final: judged.final }
}

const lastFault = (messages: readonly BaseMessage[], kind: string): string => {
  const answer = messages
    .map((one) => (one.name === kind ? answerOf(one) : null))
    .findLast((one) => one !== null)
  return answer && answer.status !== 'result' ? `${answer.code}: ${answer.message}` : ''
}

/** Why a task must not go on: one kind of call failed three times, text came twice, or it never ends. */
export const mustStop = (messages: readonly BaseMessage[], run: RunContext): Final | null => {
  if (hintsIn(messages) > 1)
    return { kind: 'failed', code: 'NO_OUTCOME', message: 'The model answered twice without a call.' }
  for (const [kind, count] of failuresIn(messages)) {
    if (count < mostFailures) continue
    const tool = run.menu.tools.get(kind)
    const last = lastFault(messages, kind)
    return tool === undefined
      ? { kind: 'failed', code: 'AGENT_FAILED', message: `${kind} failed ${count} times. ${last}` }
      : {
          kind: 'escalate',
          code: 'TOO_MANY_FAILURES',
          question: `${tool} failed or was refused ${count} times. ${last}`,
        }
  }
  return turnsOf(messages) >= mostTurns
    ? { kind: 'failed', code: 'AGENT_FAILED', message: `No end after ${mostTurns} turns.` }
    : null
}
