import { randomUUID } from 'node:crypto'
import { toRemitError } from '../contracts/errors.ts'
import { Beaten, type TaskMessage } from '../contracts/work.ts'
import type { AgentHost } from './agent-host.ts'
import { askHeld } from './ask.ts'
import type { Lease } from './lease.ts'

/** Beats until stopped or the lease is lost. A beat that fails is left to the next; three missed end the lease. */
export const startHeartbeats = (
  host: AgentHost,
  { goal, task, attempt }: TaskMessage,
  lease: Lease,
  beatSeconds: number,
): { stop(): void } => {
  const beat = async () => {
    const request = { op: 'heartbeat' as const, id: randomUUID(), goal, task, attempt, worker: host.worker }
    const beaten = await askHeld(() => host.link.work(request), Beaten, lease)
    lease.extend(beaten.until)
    if (beaten.stop) lease.lose('CANCELLED')
  }
  let stopped = false
  let timer: NodeJS.Timeout
  const next = () => {
    timer = setTimeout(() => {
      beat()
        .catch((error: unknown) => {
          if (!stopped) host.log.warn({ code: toRemitError(error).code, goal, task, attempt }, 'no heartbeat')
        })
        .finally(() => {
          if (!stopped && !lease.signal.aborted) next()
        })
    }, beatSeconds * 1000)
  }
  next()
  return {
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
