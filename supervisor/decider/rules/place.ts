import type { DelegateChild, Delegation } from '../delegation.ts'
import type { Goal, Task } from '../state.ts'

export type Place = { delegation: Delegation; child: DelegateChild }

/** The place that a task holds among the children of a delegation; null for a task of the goal itself. */
export const placeOf = (goal: Goal, task: string): Place | null => {
  for (const delegation of Object.values(goal.delegations))
    for (const child of delegation.children) if (child.tasks.includes(task)) return { delegation, child }
  return null
}

/** The places above a task, its own first: whoever delegated, and who delegated to them. */
export const placesAbove = (goal: Goal, task: string): Place[] => {
  const place = placeOf(goal, task)
  return place === null ? [] : [place, ...placesAbove(goal, place.delegation.task)]
}

/** Tasks that work in a child's place or were delegated by those. */
export const tasksUnder = (goal: Goal, child: DelegateChild): Task[] =>
  Object.values(goal.tasks).filter((task) => placesAbove(goal, task.id).some((one) => one.child === child))

/** Tasks of the goal itself: a person resumes these, never somebody's delegate. */
export const ownTasks = (goal: Goal): Task[] =>
  Object.values(goal.tasks).filter((task) => placeOf(goal, task.id) === null)
