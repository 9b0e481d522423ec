import type { Goal } from '../state.ts'
import { placesAbove, tasksUnder, type Place } from './place.ts'

const under = (goal: Goal, place: Place): Set<string> =>
  new Set(tasksUnder(goal, place.child).map((task) => task.id))

const usedTokens = (goal: Goal, tasks: Set<string>): number => {
  const settled = Object.values(goal.tasks).reduce(
    (sum, one) => sum + (tasks.has(one.id) ? one.tokens : 0),
    0,
  )
  return Object.values(goal.holders).reduce(
    (sum, one) => (one.status === 'open' && 'task' in one && tasks.has(one.task) ? sum + one.tokens : sum),
    settled,
  )
}

/**
 * A child has no budget of its own: this is the least that any ceiling above a task leaves it of the goal's, with
 * the place whose ceiling that is; null = nobody set one.
 */
export const leftUnderCeiling = (
  goal: Goal,
  task: string,
  kind: 'tokens' | 'calls',
): { left: number; place: Place } | null => {
  let least: { left: number; place: Place } | null = null
  for (const place of placesAbove(goal, task)) {
    const ceiling = place.child[kind]
    if (ceiling === null) continue
    const tasks = under(goal, place)
    const used =
      kind === 'tokens'
        ? usedTokens(goal, tasks)
        : Object.values(goal.tasks).reduce((sum, one) => sum + (tasks.has(one.id) ? one.calls : 0), 0)
    const left = Math.max(0, ceiling - used)
    if (least === null || left < least.left) least = { left, place }
  }
  return least
}
