import { RemitError, type ErrorCode } from '../contracts/errors.ts'

/** The right of one worker to one attempt. Once lost it stays lost, and nothing more may be sent. */
export type Lease = {
  readonly signal: AbortSignal
  /** Throws why, when the attempt is no longer ours: the lease ran out (also while the process was frozen), or taken. */
  check(): void
  extend(until: string): void
  lose(code: ErrorCode): void
}

/**
 * `until` is the supervisor's time; `ahead` = how far its clock is ahead of ours, in ms, measured with the moment
 * before the claim was sent, so that our end never lies after its end.
 */
export const makeLease = (options: { until: string; ahead: number; now: () => number }): Lease => {
  const { ahead, now } = options
  const abort = new AbortController()
  let end = Date.parse(options.until) - ahead
  let lost: ErrorCode | null = null
  const lose = (code: ErrorCode) => {
    lost ??= code
    abort.abort()
  }
  return {
    signal: abort.signal,
    check: () => {
      if (lost === null && now() >= end) lose('LEASE_LOST')
      if (lost !== null) throw new RemitError(lost)
    },
    extend: (until) => {
      end = Math.max(end, Date.parse(until) - ahead)
    },
    lose,
  }
}
