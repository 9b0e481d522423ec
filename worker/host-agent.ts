import { toRemitError, type ErrorCode } from '../contracts/errors.ts'
import type { TaskMessage } from '../contracts/work.ts'
import type { AgentHost } from './agent-host.ts'
import { claimTask } from './claim-task.ts'
import { startHeartbeats } from './heartbeats.ts'
import { runTask, type Held } from './run-task.ts'
import type { Slots } from './slots.ts'

/** What says that this order needs nobody any more, or that somebody else will be sent. */
const settled = new Set<ErrorCode>([
  'OLD_ATTEMPT',
  'NOT_HOLDER',
  'TASK_OVER',
  'GOAL_OVER',
  'UNKNOWN_GOAL',
  'UNKNOWN_TASK',
  'CANCELLED',
  // Ordered again when it is lifted, or when the task stands unclaimed.
  'HALTED',
])

/** `held` is null while it waits for a place or for the answer to its claim. */
type Running = { attempt: number; held: Held | null; done: Promise<void> }

export type HostedAgent = {
  /** tasks that are claimed and not yet parked or ended */
  running(): number
  /** takes no more orders; resolves when the tasks in hand are parked or ended, or dropped after `graceMs` */
  drain(graceMs: number): Promise<void>
}

/**
 * Takes the orders of one agent: claims, runs, forgets. An order is off the stream once its claim is answered; from
 * then on the lease is what keeps the task.
 */
export const hostAgent = (host: AgentHost, slots: Slots): HostedAgent => {
  const running = new Map<string, Running>()
  const keyOf = ({ goal, task }: TaskMessage): string => `${goal}.${task}`

  const claim = async (task: TaskMessage, key: string): Promise<Held | null> => {
    try {
      return await claimTask(host, task, key)
    } catch (error) {
      const { code } = toRemitError(error)
      if (!settled.has(code)) throw error
      host.log.debug({ goal: task.goal, task: task.task, attempt: task.attempt, code }, 'not claimed')
      return null
    }
  }
  const work = async (held: Held): Promise<void> => {
    const { task, claimed, lease } = held
    const about = { goal: task.goal, task: task.task, attempt: task.attempt }
    const beats = startHeartbeats(host, task, lease, claimed.beatSeconds)
    try {
      await host.failPoint('worker.after-claim')
      host.log.debug({ ...about, end: await runTask(host, held) }, 'the task left this worker')
    } catch (error) {
      host.log.error({ ...about, err: error }, 'the task was dropped: its lease runs out')
    } finally {
      beats.stop()
      lease.lose('LEASE_LOST')
    }
  }
  /** Resolves when the claim is answered; the task runs on after that. */
  const begin = async (task: TaskMessage, key: string): Promise<void> => {
    const { promise: done, resolve: over } = Promise.withResolvers<void>()
    const entry: Running = { attempt: task.attempt, held: null, done }
    // Before anything is awaited: two orders of one task must not both be claimed by this worker.
    running.set(keyOf(task), entry)
    let free = () => {}
    const end = () => {
      running.delete(keyOf(task))
      free()
      over()
    }
    try {
      free = await slots.take()
      entry.held = await claim(task, key)
    } catch (error) {
      end()
      throw error
    }
    if (entry.held === null) return end()
    void work(entry.held).finally(end)
  }
  const take = async (task: TaskMessage, key: string): Promise<void> => {
    let known = running.get(keyOf(task))
    if (task.kind === 'stop') {
      if (known && known.attempt <= task.attempt) known.held?.lease.lose('CANCELLED')
      return
    }
    while (known) {
      // The order that woke a parked task may overtake the answer to its park; a repeated start needs nothing.
      if (task.kind === 'start' && known.attempt === task.attempt) return
      if (known.attempt < task.attempt) known.held?.lease.lose('OLD_ATTEMPT')
      await known.done
      known = running.get(keyOf(task))
    }
    await begin(task, key)
  }
  const consuming = host.link.tasks(take)
  return {
    running: () => running.size,
    drain: async (graceMs) => {
      slots.close()
      const all = () => Promise.all([...running.values()].map((one) => one.done))
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, graceMs)
      })
      await Promise.race([consuming.stop().then(all), late])
      clearTimeout(timer)
      for (const { held } of running.values()) held?.lease.lose('LEASE_LOST')
      await Promise.race([all(), new Promise((resolve) => setTimeout(resolve, 1000))])
    },
  }
}
