import { AckPolicy, DiscardPolicy, PersistMode, RetentionPolicy, StorageType } from '@nats-io/jetstream'
import { subjectsFor } from './subjects.ts'

const ms = 1e6
const seconds = 1e9
const days = 86_400 * seconds

/** Names of the streams; in capitals, as `REMIT_INTAKE`. */
export const streamNames = (prefix = 'remit') => {
  const p = prefix.toUpperCase().replaceAll('-', '_')
  return {
    intake: `${p}_INTAKE`,
    tasks: `${p}_TASKS`,
    outcomes: `${p}_OUTCOMES`,
    trail: `${p}_TRAIL`,
    results: `${p}_RESULTS`,
    effects: `${p}_EFFECTS`,
    commands: `${p}_COMMANDS`,
    events: `${p}_EVENTS`,
    dead: `${p}_DEAD`,
    heads: `${p}_HEADS`,
    notices: `${p}_NOTICES`,
    advisories: `${p}_ADVISORIES`,
    canary: `${p}_CANARY`,
  }
}
export type StreamNames = ReturnType<typeof streamNames>

/** A durable pull consumer; replicas share it by its name. `filter` is set where a stream has several. */
export type ConsumerPlan = { name: string; filter?: string }
export type StreamPlan = {
  name: string
  subjects: string[]
  storage: StorageType
  retention: RetentionPolicy
  discard: DiscardPolicy
  /** nanoseconds in which a repeated message id is dropped */
  duplicate_window: number
  /** nanoseconds, 0 = for ever */
  max_age: number
  max_bytes: number
  max_msgs: number
  max_msg_size: number
  /** set: acknowledged before it is on the disk, whatever `sync_interval` says; only where the record can say it again */
  persist_mode?: PersistMode
  consumers: ConsumerPlan[]
}

/** Largest message that a stream takes, headers included. The server takes more, so that a dead letter still fits. */
export const largestMessage = 1024 * 1024
export const largestPayload = largestMessage + 64 * 1024

/** Backstop: the bus counts deliveries itself and leaves a dead letter long before. */
export const maxDeliver = 20
export const ackWaitSeconds = 30

/** What a consumer has in common. Times in nanoseconds. */
export const consumerConfig = (stream: StreamPlan, plan: ConsumerPlan) => ({
  durable_name: plan.name,
  ack_policy: AckPolicy.Explicit,
  ack_wait: ackWaitSeconds * seconds,
  max_deliver: maxDeliver,
  max_ack_pending: 1000,
  ...(plan.filter === undefined ? {} : { filter_subject: plan.filter }),
  ...(stream.storage === StorageType.Memory ? { mem_storage: true } : {}),
})

export type StreamSizes = {
  prefix?: string
  /** agents that get a consumer of their tasks */
  agents: readonly string[]
  /** bytes for all file streams together; intake has a fifth, so it stops before the rest does */
  fileBytes?: number
  memoryBytes?: number
}

/**
 * The streams and their consumers, as data.
 * What somebody else must do is a work queue: gone once acknowledged, so that no text outlives the record's own copy.
 * Where a hostile publisher shares a stream, a remembered message id would let it drop the messages of others: there
 * the window is the shortest that the server takes, and ids are judged in the store.
 */
export const streamPlans = ({
  prefix = 'remit',
  agents,
  fileBytes,
  memoryBytes,
}: StreamSizes): StreamPlan[] => {
  const s = subjectsFor(prefix)
  const names = streamNames(prefix)
  const ofFile = (share: number): number => Math.floor((fileBytes ?? 4 * 1024 ** 3) * share)
  const ofMemory = (share: number): number => Math.floor((memoryBytes ?? 256 * 1024 ** 2) * share)
  const common = { max_age: 0, max_msgs: -1, max_msg_size: largestMessage }
  const file = { ...common, storage: StorageType.File }
  const work = {
    ...file,
    retention: RetentionPolicy.Workqueue,
    discard: DiscardPolicy.New,
    duplicate_window: 100 * ms,
  }
  const orders = { ...work, storage: StorageType.Memory, duplicate_window: 20 * seconds }
  const kept = {
    ...file,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    duplicate_window: 120 * seconds,
  }
  const bySupervisor = [{ name: 'supervisor' }]
  const consumed = [
    names.intake,
    names.tasks,
    names.outcomes,
    names.trail,
    names.results,
    names.effects,
    names.commands,
    names.notices,
  ]
  return [
    { ...work, name: names.intake, subjects: [s.anyIntake], max_bytes: ofFile(0.2), consumers: bySupervisor },
    {
      ...orders,
      name: names.tasks,
      subjects: [s.anyTasks],
      max_bytes: ofMemory(0.6),
      consumers: agents.map((agent) => ({ name: agent, filter: s.tasks(agent) })),
    },
    {
      ...work,
      name: names.outcomes,
      subjects: [s.anyOutcomes],
      max_bytes: ofFile(0.15),
      consumers: bySupervisor,
    },
    { ...work, name: names.trail, subjects: [s.anyTrail], max_bytes: ofFile(0.2), consumers: bySupervisor },
    {
      ...work,
      name: names.results,
      subjects: [s.anyResults],
      max_bytes: ofFile(0.1),
      consumers: bySupervisor,
    },
    {
      ...orders,
      name: names.effects,
      subjects: [s.effects],
      max_bytes: ofMemory(0.3),
      consumers: [{ name: 'gateway' }],
    },
    {
      ...work,
      name: names.commands,
      subjects: [s.commands],
      max_bytes: ofFile(0.05),
      consumers: bySupervisor,
    },
    {
      ...orders,
      name: names.notices,
      subjects: [s.notices],
      max_bytes: ofMemory(0.1),
      consumers: [{ name: 'console' }],
    },
    {
      ...kept,
      name: names.events,
      subjects: [s.allEvents],
      // Four events a handoff would be four waits for the disk; recovery publishes them again from the record.
      persist_mode: PersistMode.Async,
      max_age: 7 * days,
      max_bytes: ofFile(0.15),
      consumers: [],
    },
    {
      // The supervisor takes them into the store, where they lie sealed; until it does, they are kept here.
      ...work,
      name: names.dead,
      subjects: [s.allDead],
      max_age: 30 * days,
      max_bytes: ofFile(0.1),
      max_msg_size: largestPayload,
      consumers: bySupervisor,
    },
    { ...kept, name: names.heads, subjects: [s.heads], max_bytes: ofFile(0.02), consumers: [] },
    {
      ...kept,
      name: names.advisories,
      subjects: consumed.map((stream) => `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.${stream}.*`),
      max_age: 30 * days,
      max_bytes: ofFile(0.01),
      consumers: bySupervisor,
    },
    {
      ...kept,
      name: names.canary,
      subjects: [s.canary],
      max_msgs: 1,
      max_bytes: ofFile(0.01),
      consumers: [],
    },
  ]
}
