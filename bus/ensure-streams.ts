import { JetStreamApiError } from '@nats-io/jetstream'
import type { JetStreamManager } from '@nats-io/jetstream'
import { RemitError } from '../contracts/errors.ts'
import { consumerConfig, streamPlans } from './streams.ts'
import type { StreamPlan } from './streams.ts'

/** The stream or consumer is there, with another configuration. */
const inUse: ReadonlySet<number> = new Set([10058, 10148])
/** A workqueue stream already has a consumer of this subject: ours, with another configuration. */
const notUnique: ReadonlySet<number> = new Set([10099, 10100, ...inUse])

const or = async (
  codes: ReadonlySet<number>,
  make: () => Promise<unknown>,
  change: () => Promise<unknown>,
) => {
  try {
    await make()
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || !codes.has(error.code)) throw error
    await change()
  }
}

const ensureStream = async (manager: JetStreamManager, plan: StreamPlan, replicas: number): Promise<void> => {
  const { consumers, ...config } = plan
  const wanted = { ...config, num_replicas: replicas }
  await or(
    inUse,
    () => manager.streams.add(wanted),
    () => manager.streams.update(plan.name, wanted),
  )
  for (const consumer of consumers) {
    const of = consumerConfig(plan, consumer)
    await or(
      notUnique,
      () => manager.consumers.add(plan.name, of),
      () => manager.consumers.update(plan.name, consumer.name, of),
    )
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
