import type { GoalEvent } from '../../../contracts/events.ts'
import type { Goal } from '../state.ts'
import type { Terms } from '../terms.ts'
import { countWarning } from './count-warning.ts'

/** Does the goal's budget cover so many more attempts of any of its tasks? The commit that orders them counts them. */
export const attemptRoom = (goal: Goal, { limits: { attempts } }: Terms, more = 1): boolean =>
  attempts === null || goal.attempts + more <= attempts

export const attemptsSpent = (goal: Goal): GoalEvent => ({
  type: 'BudgetExhausted',
  data: { key: `goal:${goal.id}`, kind: 'attempts', asked: '1', left: '0' },
})

/** Said with the attempt that reaches 80 %. */
export const attemptWarning = (goal: Goal, terms: Terms): GoalEvent[] =>
  countWarning(goal, 'attempts', goal.attempts + 1, terms.limits.attempts)
