import { setTimeout as delay } from 'node:timers/promises'
import type { z } from 'zod'
import { isErrorCode, RemitError, type ErrorCode } from '../contracts/errors.ts'
import { Refusal } from '../contracts/work.ts'
import type { Lease } from './lease.ts'

/** Answers after which this attempt is not ours, or the task is over: nothing more is sent. */
const ends = new Set<ErrorCode>([
  'OLD_ATTEMPT',
  'NOT_HOLDER',
  'TASK_OVER',
  'GOAL_OVER',
  'UNKNOWN_GOAL',
  'UNKNOWN_TASK',
  'CANCELLED',
])

export const refusedWith = (answer: Refusal): RemitError => {
  const { code, message, details = {} } = answer.error
  return isErrorCode(code) ? new RemitError(code, details) : new RemitError('INTERNAL', { code, message })
}

/** Only silence is asked again; what was answered, a refusal too, is an answer. */
const silent = (error: unknown): boolean =>
  error instanceof RemitError &&
  (error.code === 'TIMEOUT' || error.code === 'NATS_UNREACHABLE' || error.code === 'NOT_READY')

/** Tries until there is an answer of any kind or the lease is over. */
export const untilHeard = async <T>(ask: (tries: number) => Promise<T>, lease: Lease): Promise<T> => {
  for (let tries = 0; ; tries += 1) {
    lease.check()
    try {
      return await ask(tries)
    } catch (error) {
      if (!silent(error)) throw error
    }
    await delay(Math.min(100 * 2 ** tries, 5000), undefined, { signal: lease.signal }).catch(() =>
      lease.check(),
    )
  }
}

/**
 * Asks until somebody answers or the lease is over, with the same request each time, so that a repeat is harmless.
 * Throws the refusal as a RemitError; one that says the attempt is not ours any more ends the lease too.
 */
export const askHeld = <T>(
  ask: (tries: number) => Promise<unknown>,
  shape: z.ZodType<T>,
  lease: Lease,
): Promise<T> =>
  untilHeard(async (tries) => {
    const raw = await ask(tries)
    const refusal = Refusal.safeParse(raw)
    if (!refusal.success) return shape.parse(raw)
    const error = refusedWith(refusal.data)
    if (ends.has(error.code)) lease.lose(error.code)
    throw error
  }, lease)
