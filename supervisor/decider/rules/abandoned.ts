import type { Goal } from '../state.ts'
import type { Terms } from '../terms.ts'

/** A goal that nobody can end now: something of it is under way at a system, or nobody knows whether it happened. */
const unsettled = (goal: Goal): boolean =>
  Object.values(goal.effects).some(
    ({ status }) => status === 'executing' || status === 'settling' || status === 'unknown',
  )

/** When a goal that waits with a person ends as abandoned; null while it may not end, or waits for nobody. */
export const abandonedAt = (goal: Goal, { abandonSeconds }: Terms): string | null =>
  goal.status !== 'with-person' || goal.escalation === null || unsettled(goal)
    ? null
    : new Date(Date.parse(goal.escalation.at) + abandonSeconds * 1000).toISOString()
