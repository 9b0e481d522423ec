import {
  END,
  MessagesDeltaValue,
  Send,
  START,
  StateGraph,
  StateSchema,
  type BaseCheckpointSaver,
} from '@langchain/langgraph'
import type { HumanMessage } from '@langchain/core/messages'
import { isBaseMessage, RemoveMessage, type BaseMessage } from '@langchain/core/messages'
import { z } from 'zod'
import { RemitError } from '../contracts/errors.ts'
import { act } from './act.ts'
import { Ended } from './final.ts'
import { reason } from './reason.ts'
import type { RunContext } from './run-context.ts'
import { openCalls } from './turn.ts'

/** Changes with the shape of the graph: a checkpoint of another shape is not gone on with. */
export const graphVersion = 'default@1'

const State = new StateSchema({ messages: MessagesDeltaValue, ended: Ended.nullable().default(null) })

const Context = z.object({ run: z.custom<RunContext>() })

/** Two supersteps a turn; the worker's own limit of turns comes first. */
const recursionLimit = 400

export type Position =
  | { at: 'new' }
  | { at: 'midway' }
  | { at: 'ended'; ended: Ended; messages: BaseMessage[] }
export type Reached = { at: 'ended'; ended: Ended } | { at: 'waiting'; effects: string[] }
export type Input =
  | { kind: 'begin'; message: HumanMessage }
  | { kind: 'news'; message: HumanMessage }
  | { kind: 'go-on' }

export type TaskGraph = {
  position(thread: string): Promise<Position>
  /** Runs until the task ends or nothing but open effects is left to wait for. */
  run(thread: string, input: Input, run: RunContext): Promise<Reached>
}

const compile = (checkpointer: BaseCheckpointSaver) =>
  new StateGraph(State, Context)
    .addNode('reason', (state, { context }) => reason(state.messages, runOf(context)))
    .addNode('act', (sent, { context }) => act(sent, runOf(context)))
    .addEdge(START, 'reason')
    .addEdge('act', 'reason')
    .addConditionalEdges('reason', route, ['act', 'reason', END])
    .compile({ checkpointer })

const runOf = (context: { run: RunContext } | undefined): RunContext => {
  if (context === undefined)
    throw new RemitError('INTERNAL', { fault: 'a graph was run without its context' })
  return context.run
}

/** One task per call: a finished call is not run again when the one beside it has waited. */
const route = (state: { messages: BaseMessage[]; ended: Ended | null }) => {
  if (state.ended) return END
  const calls = openCalls(state.messages)
  return calls.length === 0
    ? 'reason'
    : calls.filter((call) => call.name.includes('__')).map((call) => new Send('act', { call }))
}

const updateFor = (input: Input) => {
  switch (input.kind) {
    case 'begin':
      // Also where an earlier attempt of this thread failed: its talk led nowhere, the journal has what counts.
      return { messages: [new RemoveMessage({ id: '__remove_all__' }), input.message], ended: null }
    case 'news':
      return { messages: [input.message], ended: null }
    case 'go-on':
      return null
    default:
      return input satisfies never
  }
}

/**
 * The default graph: `reason` and `act`, round and round until an end. Built once for all tasks; checkpointed after
 * each step before the next begins (`sync`), so that a killed worker's task goes on from its last step. It is never
 * resumed with a value: a plain resume answers every open interrupt, and a repeated one answers the next. To go on is
 * to run the open calls again, and each asks the gateway what became of its effect.
 */
export const buildGraph = (checkpointer: BaseCheckpointSaver): TaskGraph => {
  const graph = compile(checkpointer)
  const configOf = (thread: string) => ({ configurable: { thread_id: thread } })
  return {
    position: async (thread) => {
      if ((await checkpointer.getTuple(configOf(thread))) === undefined) return { at: 'new' }
      const { values } = await graph.getState(configOf(thread))
      const ended = Ended.safeParse(values['ended'])
      const messages: unknown = values['messages']
      return ended.success
        ? {
            at: 'ended',
            ended: ended.data,
            messages: Array.isArray(messages) ? messages.filter(isBaseMessage) : [],
          }
        : { at: 'midway' }
    },
    run: async (thread, input, run) => {
      run.waiting.clear()
      const state = await graph.invoke(updateFor(input), {
        ...configOf(thread),
        context: { run },
        durability: 'sync',
        recursionLimit,
        signal: run.lease.signal,
      })
      const ended = Ended.safeParse(state['ended'])
      if (ended.success) return { at: 'ended', ended: ended.data }
      const effects = [...run.waiting.values()]
      if (effects.length === 0)
        throw new RemitError('INTERNAL', { fault: 'the graph stopped without an end', thread })
      return { at: 'waiting', effects }
    },
  }
}
