import { AIMessage, HumanMessage, type BaseMessage } from '@langchain/core/messages'
import type { StepRecord } from '../contracts/step-record.ts'
import type { TaskMessage, TrailPart } from '../contracts/work.ts'
import type { AgentHost } from './agent-host.ts'
import { untilHeard } from './ask.ts'
import { idFrom } from './digest.ts'
import type { Lease } from './lease.ts'
import { answerOf, lastTurn, StepMeta, textOf, turnsOf } from './turn.ts'

/** A character is at most six bytes in JSON text, and a part at most 200 KiB. */
const partLength = 32_000

const inputsBefore = (messages: readonly BaseMessage[], turn: AIMessage): string[] => {
  const upTo = messages.slice(0, messages.indexOf(turn))
  const since = upTo.findLastIndex((message) => AIMessage.isInstance(message))
  return upTo
    .slice(since + 1)
    .filter((message) => HumanMessage.isInstance(message))
    .map(textOf)
}

/** The last turn with what its calls were answered; null before the first. */
const stepOf = (messages: readonly BaseMessage[], task: TaskMessage): StepRecord | null => {
  const turn = lastTurn(messages)
  const meta = StepMeta.safeParse(turn?.response_metadata['step'])
  if (!turn || !meta.success) return null
  const { model, prompt, reasoning, tokens, started, ended } = meta.data
  const answers = new Map(
    messages.flatMap((message) =>
      'tool_call_id' in message ? [[message.tool_call_id, answerOf(message)] as const] : [],
    ),
  )
  return {
    kind: 'step',
    agent: task.agent,
    contract: task.contract,
    step: turnsOf(messages),
    model,
    prompt,
    inputs: inputsBefore(messages, turn),
    says: textOf(turn),
    reasoning,
    calls: (turn.tool_calls ?? []).map(({ id, name, args }) => ({
      name,
      args,
      answer: answers.get(id) ?? null,
    })),
    tokens,
    started,
    ended,
  }
}

export type StepTrail = {
  /** `last`: the turn that ended the task in this attempt. It waits for the outcome to take it along. */
  record: (messages: readonly BaseMessage[], last?: { attempt: number }) => void
  /** steps that the outcome takes along; `alone` sends them by themselves, where it has no room */
  riding: () => readonly TrailPart[]
  stored: (options?: { alone: boolean }) => Promise<void>
}

/**
 * Steps go out while the task goes on, the last one with the outcome: one message and one wait for the disk less. An
 * outcome waits until all that went before it are stored.
 */
export const stepTrail = (host: AgentHost, task: TaskMessage, lease: Lease): StepTrail => {
  const { goal, task: id, attempt } = task
  const sent = new Set<string>()
  const under: Promise<void>[] = []
  const riding: TrailPart[] = []
  const partsOf = (record: StepRecord, stepId: string, from: number): TrailPart[] => {
    const text = JSON.stringify(record)
    const parts = Math.max(1, Math.ceil(text.length / partLength))
    return Array.from({ length: parts }, (_, part) => ({
      v: 1 as const,
      id: stepId,
      goal,
      task: id,
      attempt: from,
      worker: host.worker,
      part,
      parts,
      text: text.slice(part * partLength, (part + 1) * partLength),
    }))
  }
  const publish = async (parts: readonly TrailPart[]) => {
    for (const part of parts) await untilHeard(() => host.link.trail(part), lease)
  }
  const send = (parts: readonly TrailPart[]) => {
    const stored = publish(parts)
    // Looked at in `stored`; without this a rejection before that would end the process.
    stored.catch(() => lease.signal.aborted)
    under.push(stored)
  }
  return {
    record: (messages, last) => {
      const record = stepOf(messages, task)
      if (record === null) return
      const of = last?.attempt ?? attempt
      const stepId = idFrom('step', goal, id, of, record.step, record.started)
      if (sent.has(stepId)) return
      sent.add(stepId)
      const parts = partsOf(record, stepId, of)
      if (last !== undefined && parts.length === 1) riding.push(...parts)
      else send(parts)
    },
    riding: () => riding,
    stored: async ({ alone } = { alone: false }) => {
      if (alone) send(riding.splice(0))
      await Promise.all(under)
    },
  }
}
