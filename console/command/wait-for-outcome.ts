import type { Outcome } from './find-outcome.ts'

/** Grows from 10 ms to 100 ms: a decision takes some milliseconds, and a silent supervisor costs 50 look-ups. */
const pauses = [10, 10, 20, 20, 40, 40, 80]
const longest = 100

type Deps = { find: () => Promise<Outcome | null>; pause: (ms: number) => Promise<void>; waitMs: number }

/** Looks for the outcome until it is there or the wait is over; null = nobody has answered yet. */
export const waitForOutcome = async ({ find, pause, waitMs }: Deps): Promise<Outcome | null> => {
  let waited = 0
  for (let look = 0; ; look += 1) {
    const outcome = await find()
    if (outcome !== null || waited >= waitMs) return outcome
    const ms = Math.min(pauses[look] ?? longest, waitMs - waited)
    await pause(ms)
    waited += ms
  }
}
