import { termsOf } from '../control/terms-of.ts'
import type { Goal } from '../decider/state.ts'
import type { Deps } from '../deps.ts'
import { timersOf } from '../reactor/timers-of.ts'
import { oneByOne } from './one-by-one.ts'

/** The timer of a goal's own time, where the policy of now says. */
export const retimeWall = async (deps: Deps, goal: Goal): Promise<void> => {
  const terms = termsOf(deps.policies, await deps.control.fresh(), goal)
  for (const timer of timersOf(goal, terms).values())
    if (timer.kind === 'wall') await deps.store.moveTimer(timer.id, timer.due)
}

/**
 * A policy that was applied may give goals less time than they were routed with, and their timers stand at the old one:
 * each is set anew once the policy in force has changed. Returned as a task for every replica to repeat.
 */
export const retimeWalls = (deps: Deps): (() => Promise<void>) => {
  let seen = ''
  return async () => {
    const { policy } = await deps.control.fresh()
    if (policy === seen) return
    // What was set before this start, recovery sets anew.
    const first = seen === ''
    if (!first) {
      let cursor: string | null = null
      do {
        const page: Awaited<ReturnType<Deps['store']['goals']>> = await deps.store.goals({
          open: true,
          limit: 200,
          ...(cursor === null ? {} : { cursor }),
        })
        for (const { id } of page.items)
          await oneByOne(deps, id, async () => {
            const goal = await deps.cache.load(id)
            if (goal !== null) await retimeWall(deps, goal)
          })
        cursor = page.cursor
      } while (cursor !== null)
    }
    seen = policy
  }
}
