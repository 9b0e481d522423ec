import type { GoalEvent } from '../../contracts/events.ts'
import { placeOf, tasksUnder, type Place } from './rules/place.ts'
import type { Goal } from './state.ts'
import { voidOpen } from './void-open.ts'

export type DelegateEnd = { status: 'ok' | 'failed' | 'timeout'; code: string; content: string | null }

/**
 * The end of a child comes up to whoever delegated; with it ends all that it had delegated itself. What still waits
 * for a person for it alone is void, since nobody would take its result.
 */
export const endDelegate = (goal: Goal, place: Place, end: DelegateEnd): GoalEvent[] => {
  const { delegation, child } = place
  const under = new Set(tasksUnder(goal, child).map((task) => task.id))
  const wanted = new Set(
    Object.values(goal.tasks).flatMap((task) => (under.has(task.id) ? [] : task.waiting)),
  )
  const voided =
    end.status === 'ok'
      ? []
      : voidOpen(goal, end.code, (effect) => under.has(effect.task) && !wanted.has(effect.id))
  return [
    ...voided,
    {
      type: 'DelegateEnded',
      data: { delegation: delegation.id, task: child.tasks.at(-1) ?? '', ...end },
    },
  ]
}

/** The end of the child whose place this task holds; null where the task is the goal's own. */
export const endOf = (goal: Goal, task: string, end: DelegateEnd): GoalEvent[] | null => {
  const place = placeOf(goal, task)
  return place === null ? null : endDelegate(goal, place, end)
}
