import type { Change } from '../harness/copy-checkout.ts'

/**
 * Leases, repeats and patience in seconds instead of half minutes. The product has no switch for them: a short lease
 * is a risk in operation. What is tested is the order of things, which is the same.
 */
export const shorterTimes: readonly Change[] = [
  { file: 'supervisor/decider/terms.ts', from: 'leaseSeconds = 30', to: 'leaseSeconds = 5' },
  { file: 'supervisor/decider/terms.ts', from: 'beatSeconds = 10', to: 'beatSeconds = 1.5' },
  { file: 'supervisor/decider/terms.ts', from: 'unclaimedSeconds = 60', to: 'unclaimedSeconds = 6' },
  { file: 'supervisor/decider/terms.ts', from: 'orderSeconds = 30', to: 'orderSeconds = 4' },
  { file: 'bus/streams.ts', from: 'ackWaitSeconds = 30', to: 'ackWaitSeconds = 5' },
  { file: 'supervisor/record/handle.ts', from: 'decideWithin = 20_000', to: 'decideWithin = 3_000' },
  { file: 'supervisor/record/sweep.ts', from: 'forgottenAfterMs = 60_000', to: 'forgottenAfterMs = 9_000' },
  { file: 'supervisor/start.ts', from: 'repeat(20_000,', to: 'repeat(2_000,' },
  { file: 'supervisor/record/timers.ts', from: 'deps.now(), 15, 64', to: 'deps.now(), 3, 64' },
  {
    file: 'worker/run-task.ts',
    from: 'Math.min(10_000 * 2 ** tries, 120_000)',
    to: 'Math.min(2_000 * 2 ** tries, 8_000)',
  },
]
