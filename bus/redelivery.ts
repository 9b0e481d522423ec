import type { ErrorCode, RemitError } from '../contracts/errors.ts'

/** What becomes of a message whose handler failed. */
export type Verdict = { do: 'hold'; delayMs: number } | { do: 'again'; delayMs: number } | { do: 'dead' }

/** Something that every message needs is away: the message is not to blame, and is kept at hand. */
const away: ReadonlySet<ErrorCode> = new Set([
  'NATS_UNREACHABLE',
  'STORE_UNREACHABLE',
  'NOT_READY',
  'TIMEOUT',
])
/**
 * However long that lasts, the message itself is in order, and its sender was told that it is not lost: it is never
 * made a dead letter for it. Another replica that decides first is no fault of a message either.
 */
const innocent: ReadonlySet<ErrorCode> = new Set([
  'NATS_UNREACHABLE',
  'STORE_UNREACHABLE',
  'NOT_READY',
  'VERSION_CONFLICT',
])
/** This replica cannot, another may. */
const notHere: ReadonlySet<ErrorCode> = new Set(['UNKNOWN_VERSION', 'CLOCK'])

export const mostDeliveries = 5
const offeredToOthers = 3
const longestHoldMs = 10 * 60_000

const growing = (tries: number, firstMs: number, mostMs: number, random: number): number =>
  Math.min(firstMs * 2 ** tries, mostMs) * (0.75 + random / 2)

/**
 * again: back to the queue with a growing delay. hold: try again here, without a new delivery, because a store that is
 * down for a minute must not use up the five deliveries of every message. dead: a dead letter.
 * @param tries failures of this delivery so far in this process, from 0
 * @param random in [0, 1): jitter
 */
export const judgeFailure = (
  error: RemitError,
  at: { deliveries: number; tries: number; heldMs: number; random: number },
): Verdict => {
  if (notHere.has(error.code) && at.deliveries <= offeredToOthers) {
    return { do: 'again', delayMs: growing(at.deliveries, 1000, 30_000, at.random) }
  }
  if ((away.has(error.code) || notHere.has(error.code)) && at.heldMs < longestHoldMs) {
    return { do: 'hold', delayMs: growing(at.tries, 200, 10_000, at.random) }
  }
  if (innocent.has(error.code) && at.deliveries >= mostDeliveries) {
    return { do: 'hold', delayMs: growing(at.tries, 200, 10_000, at.random) }
  }
  if (!error.retryable || at.deliveries >= mostDeliveries) return { do: 'dead' }
  return { do: 'again', delayMs: growing(at.deliveries - 1, 250, 30_000, at.random) }
}
