import { setTimeout as delay } from 'node:timers/promises'
import type { z } from 'zod'
import type { Bus } from '../bus/connect.ts'
import { isErrorCode, RemitError, toRemitError, type ErrorCode } from '../contracts/errors.ts'
import { Refusal } from '../contracts/work.ts'

/**
 * One request, its answer parsed.
 * @throws RemitError what it was refused with, TIMEOUT or NATS_UNREACHABLE, SCHEMA for an answer of another shape
 */
export const askOnce = async <Answer>(
  bus: Bus,
  subject: string,
  request: unknown,
  schema: z.ZodType<Answer>,
  options: { timeout: number; traceparent?: string },
): Promise<Answer> => {
  const given = await bus.request(subject, request, options)
  const refusal = Refusal.safeParse(given)
  if (refusal.success) {
    const { code, message } = refusal.data.error
    throw new RemitError(isErrorCode(code) ? code : 'INTERNAL', { said: message })
  }
  const answer = schema.safeParse(given)
  if (!answer.success) throw new RemitError('SCHEMA', { subject, issues: answer.error.issues.slice(0, 3) })
  return answer.data
}

/** Not the request's fault: the same one, asked again, may be answered. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'TIMEOUT',
  'NATS_UNREACHABLE',
  'NOT_READY',
  'VERSION_CONFLICT',
  'STORE_UNREACHABLE',
])

/** The same request again, under its own id, until it is answered or the patience is over; then throws the last reason. */
export const askPatiently = async <Answer>(
  ask: () => Promise<Answer>,
  patienceMs: number,
): Promise<Answer> => {
  const until = performance.now() + patienceMs
  for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 2000)) {
    try {
      return await ask()
    } catch (error) {
      if (!passing.has(toRemitError(error).code) || performance.now() + waitMs > until) throw error
      await delay(waitMs)
    }
  }
}
