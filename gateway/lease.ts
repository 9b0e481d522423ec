import type { BusLog } from '../bus/bus-log.ts'

export type Lease = {
  /** compared with the supervisor's time, the later end of what it can be */
  expired(): boolean
  stop(): void
}

type Deps = {
  /** RFC 3339 */
  until: string
  now: () => number
  /** the new end, or undefined when the claim is no longer ours */
  extend: () => Promise<string | undefined>
  log: BusLog
}

/**
 * Keeps a claim's lease alive while its call runs: asks for more each time a third of it has passed. Silence does not
 * extend it: when the supervisor does not answer it runs out, and the effect is settled by a look-up.
 */
export const keepLease = ({ until, now, extend, log }: Deps): Lease => {
  let end = Date.parse(until)
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const renew = async (): Promise<void> => {
    try {
      const longer = await extend()
      if (longer === undefined) {
        stopped = true
        return
      }
      end = Date.parse(longer)
    } catch (error) {
      log.warn({ error: String(error) }, 'the lease could not be extended; asking again while it lasts')
    }
    schedule()
  }

  const schedule = (): void => {
    const left = end - now()
    if (stopped || left <= 0) return
    timer = setTimeout(() => void renew(), Math.max(50, left / 3))
  }

  schedule()
  return {
    expired: () => end <= now(),
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
