import { AIMessage, HumanMessage, type BaseMessage } from '@langchain/core/messages'
import type { StepRecord } from '../contracts/step-record.ts'
import type { TaskMessage } from '../contracts/work.ts'
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
  record: (messages: readonly BaseMessage[]) => void
  stored: () => Promise<void>
}

/** Steps go out while the task goes on; an outcome waits until all of them are stored. */
export const stepTrail = (host: AgentHost, task: TaskMessage, lease: Lease): StepTrail => {
  const { goal, task: id, attempt } = task
  const sent = new Set<string>()
  const under: Promise<void>[] = []
  const publish = async (record: StepRecord, stepId: string) => {
    const text = JSON.stringify(record)
    const parts = Math.max(1, Math.ceil(text.length / partLength))
    for (let part = 0; part < parts; part += 1) {
      const piece = text.slice(part * partLength, (part + 1) * partLength)
      const message = {
        v: 1 as const,
        id: stepId,
        goal,
        task: id,
        attempt,
        worker: host.worker,
        part,
        parts,
        text: piece,
      }
      await untilHeard(() => host.link.trail(message), lease)
    }
  }
  return {
    record: (messages) => {
      const record = stepOf(messages, task)
      if (record === null) return
      const stepId = idFrom('step', goal, id, attempt, record.step, record.started)
      if (sent.has(stepId)) return
      sent.add(stepId)
      const stored = publish(record, stepId)
      // Looked at in `stored`; without this a rejection before that would end the process.
      stored.catch(() => lease.signal.aborted)
      under.push(stored)
    },
    stored: async () => {
      await Promise.all(under)
    },
  }
}
