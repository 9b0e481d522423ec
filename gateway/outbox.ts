import type { BusLog } from '../bus/bus-log.ts'
import { RemitError } from '../contracts/errors.ts'

export type Outbox = {
  /** publishes until it is acknowledged, however long the bus is away. Rejects only when the outbox gives up. */
  send(what: string, publish: () => Promise<unknown>): Promise<void>
  /** what has no acknowledgement yet */
  waiting(): readonly string[]
  /** resolves when nothing waits any more, or at the deadline; then what is left is given up and named */
  drain(deadlineMs: number): Promise<readonly string[]>
}

type Deps = { log: BusLog; firstMs: number; longestMs: number }

/**
 * What was done must not be forgotten because the bus is away: it stays in memory and is published again with
 * backoff. If the process dies meanwhile, the lease runs out and a look-up finds what was done.
 */
export const createOutbox = ({ log, firstMs, longestMs }: Deps): Outbox => {
  const open = new Map<Promise<void>, string>()
  const given = new AbortController()

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(done, ms)
      given.signal.addEventListener('abort', done)
      function done(): void {
        clearTimeout(timer)
        given.signal.removeEventListener('abort', done)
        resolve()
      }
    })

  const untilAcknowledged = async (what: string, publish: () => Promise<unknown>): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await publish()
        return
      } catch (error) {
        if (error instanceof RemitError && !error.retryable) {
          log.error({ what, error: error.message }, 'cannot be published, now or later')
          throw error
        }
        const level = attempt % 10 === 1 ? 'warn' : 'debug'
        log[level]({ what, attempt, error: String(error) }, 'not acknowledged; publishing again')
        await pause(Math.min(longestMs, firstMs * 2 ** Math.min(attempt - 1, 10)))
        if (given.signal.aborted) throw new RemitError('NATS_UNREACHABLE', { what }, { cause: error })
      }
    }
  }

  return {
    send(what, publish) {
      const sending = untilAcknowledged(what, publish).finally(() => open.delete(sending))
      open.set(sending, what)
      return sending
    },
    waiting: () => [...open.values()],
    async drain(deadlineMs) {
      const timer = setTimeout(() => given.abort(), deadlineMs)
      const left: string[] = []
      const settle = async (sending: Promise<void>, what: string): Promise<void> => {
        try {
          await sending
        } catch {
          left.push(what)
        }
      }
      while (open.size > 0) await Promise.all([...open].map(([sending, what]) => settle(sending, what)))
      clearTimeout(timer)
      if (left.length > 0)
        log.error({ left }, 'given up without an acknowledgement; the leases will settle them')
      return left
    },
  }
}
