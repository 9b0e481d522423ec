import type { Goal } from '../state.ts'
import type { After } from '../terms.ts'

/**
 * Which of these tools ran in the goal, as far as the record can say. A write ran once it was begun, whatever came of
 * it. Which reads an agent made is in the trail, not in the record: a read counts as run as soon as an agent of the
 * goal drew calls, for any of them.
 */
export const toolsRun = (goal: Goal, after: readonly After[]): string[] => {
  const begun = new Set(Object.values(goal.effects).flatMap(({ tool, claim }) => (claim > 0 ? [tool] : [])))
  return after
    .filter(({ tool, read }) => begun.has(tool) || (read && goal.calls.drawn > goal.calls.returned))
    .map(({ tool }) => tool)
}
