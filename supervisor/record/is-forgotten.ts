import type { ControlState } from '../control/control-state.ts'
import type { Goal } from '../decider/state.ts'

/**
 * May this effect have happened without this record knowing? Its goal is older than the last restore, and nothing of
 * it was settled since: then it is looked up by our own reference before it is done.
 */
export const isForgotten = (control: ControlState, goal: Goal, effect: string): boolean => {
  const { restoredAt } = control.record
  if (restoredAt === null || goal.at >= restoredAt) return false
  const startedAt = goal.effects[effect]?.startedAt ?? null
  return startedAt === null || startedAt < restoredAt
}
