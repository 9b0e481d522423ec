import { isDeepStrictEqual } from 'node:util'
import { JetStreamApiError } from '@nats-io/jetstream'
import type { JetStreamManager } from '@nats-io/jetstream'
import { RemitError } from '../contracts/errors.ts'
import { consumerConfig, streamPlans } from './streams.ts'
import type { StreamPlan } from './streams.ts'

/** The stream, or the consumer, does not exist. */
const notFound: ReadonlySet<number> = new Set([10059, 10014])

const ifThere = async <T>(look: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await look()
  } catch (error) {
    if (error instanceof JetStreamApiError && notFound.has(error.code)) return undefined
    throw error
  }
}

/** Whether every field that is wanted is so; the server adds fields of its own, and leaves out what is 0. */
const isAs = (wanted: object, actual: object): boolean => {
  const fields = new Map(Object.entries(actual))
  return Object.entries(wanted).every(([name, value]) => isDeepStrictEqual(fields.get(name) ?? 0, value))
}

const ensureStream = async (manager: JetStreamManager, plan: StreamPlan, replicas: number): Promise<void> => {
  const { consumers, persist_mode, ...config } = plan
  const wanted = { ...config, num_replicas: replicas }
  // Only a stream without replicas may persist behind its acks, and how it persists is settled when it is made.
  const made = persist_mode === undefined || replicas > 1 ? wanted : { ...wanted, persist_mode }
  // To add an existing stream again is refused: the server would set its size aside twice.
  const there = await ifThere(() => manager.streams.info(plan.name))
  if (there === undefined) await manager.streams.add(made)
  else if (!isAs(wanted, there.config)) await manager.streams.update(plan.name, wanted)
  for (const consumer of consumers) {
    const of = consumerConfig(plan, consumer)
    const known = await ifThere(() => manager.consumers.info(plan.name, consumer.name))
    if (known === undefined) await manager.consumers.add(plan.name, of)
    else if (!isAs(of, known.config)) await manager.consumers.update(plan.name, consumer.name, of)
  }
}

/**
 * Makes what is missing of the streams and consumers, and changes what differs; run again, it changes nothing.
 * Call it at start and on each reconnect: a server that was restarted has lost the streams in memory.
 * @throws RemitError BAD_CONFIG naming the stream, where the server refuses (another storage, no room).
 */
export const ensureStreams = async (
  bus: { subjects: { prefix: string }; manager: () => Promise<JetStreamManager> },
  agents: readonly string[],
  options: { replicas?: number; fileBytes?: number; memoryBytes?: number } = {},
): Promise<void> => {
  const { replicas = 1, ...sizes } = options
  const manager = await bus.manager()
  for (const plan of streamPlans({ prefix: bus.subjects.prefix, agents, ...sizes })) {
    try {
      await ensureStream(manager, plan, replicas)
    } catch (error) {
      if (!(error instanceof JetStreamApiError)) throw error
      throw new RemitError('BAD_CONFIG', { stream: plan.name, said: error.message }, { cause: error })
    }
  }
}
