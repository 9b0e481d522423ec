import { setTimeout as pause } from 'node:timers/promises'
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

type MadeStream = Parameters<JetStreamManager['streams']['add']>[0] & { name: string }
/** The server's JSMemoryResourcesExceededErr and JSStorageResourcesExceededErr. */
const noRoom: ReadonlySet<number> = new Set([10028, 10047])
const tries = 10

/**
 * Replicas that start at once all find a stream missing, and while the server makes it for one, it counts its size for
 * the others, too: it has no room, for a moment.
 */
const addStream = async (manager: JetStreamManager, config: MadeStream): Promise<void> => {
  for (let left = tries; ; left -= 1) {
    try {
      await manager.streams.add(config)
      return
    } catch (error) {
      if (!(error instanceof JetStreamApiError) || !noRoom.has(error.code) || left === 1) throw error
    }
    await pause(100)
    if ((await ifThere(() => manager.streams.info(config.name))) !== undefined) return
  }
}

const ensureStream = async (manager: JetStreamManager, plan: StreamPlan, replicas: number): Promise<void> => {
  const { consumers, persist_mode, ...config } = plan
  const wanted = { ...config, num_replicas: replicas }
  // Only a stream without replicas may persist behind its acks, and how it persists is settled when it is made.
  const made = persist_mode === undefined || replicas > 1 ? wanted : { ...wanted, persist_mode }
  // To add an existing stream again is refused: the server would set its size aside twice.
  const there = await ifThere(() => manager.streams.info(plan.name))
  if (there === undefined) await addStream(manager, made)
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
