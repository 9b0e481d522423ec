import { setTimeout as delay } from 'node:timers/promises'
import { toRemitError } from '../contracts/errors.ts'

/**
 * Tries until it succeeds or the signal says stop; for what a start cannot do without, where the other side may start
 * later. What no repetition can mend is thrown at once.
 */
export const untilTaken = async <T>(
  attempt: () => Promise<T>,
  options: { signal: AbortSignal; onWait(code: string): void },
): Promise<T> => {
  for (let tries = 0; ; tries += 1) {
    options.signal.throwIfAborted()
    try {
      return await attempt()
    } catch (thrown) {
      const error = toRemitError(thrown)
      if (!error.retryable) throw error
      options.onWait(error.code)
    }
    await delay(Math.min(100 * 2 ** tries, 3000), undefined, { signal: options.signal })
  }
}
