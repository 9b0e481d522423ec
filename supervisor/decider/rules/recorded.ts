import type { Effect, Goal } from '../state.ts'
import { maxFailures } from '../terms.ts'

export type Recorded =
  | { kind: 'anew'; replaces: string | null }
  | { kind: 'waiting' }
  | { kind: 'done' }
  | { kind: 'rejected'; message: string | null }
  | { kind: 'spent' }

/** What the same id gets when it is proposed again (the table of governance, 'An effect'). */
export const recorded = (goal: Goal, id: string, args: string): Recorded => {
  const effect: Effect | undefined = goal.effects[id]
  if (!effect) return { kind: 'anew', replaces: null }
  switch (effect.status) {
    case 'done':
      return { kind: 'done' }
    case 'authorised':
    case 'executing':
    case 'settling':
    case 'unknown':
      return { kind: 'waiting' }
    case 'waiting-approval':
      // A person's edit answers for the call that the agent made, too: it is not a new call.
      return effect.args === args || effect.edited
        ? { kind: 'waiting' }
        : { kind: 'anew', replaces: effect.approval }
    case 'void':
      return effect.rejected
        ? { kind: 'rejected', message: effect.message }
        : { kind: 'anew', replaces: null }
    case 'failed':
      return effect.failures >= maxFailures ? { kind: 'spent' } : { kind: 'anew', replaces: null }
    case 'refused':
      return { kind: 'anew', replaces: null }
    default:
      return effect.status satisfies never
  }
}
