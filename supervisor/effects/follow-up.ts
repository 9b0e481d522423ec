import { checkable } from '../decider/check.ts'
import type { Goal } from '../decider/state.ts'
import type { Deps } from '../deps.ts'
import { checkReads } from './take-result.ts'
import { tellWhole, tendParts } from '../intake/tend-parts.ts'
import { trailDraft } from '../record/trail-text.ts'

/**
 * What the record itself asks for next, without anybody's message: a concluded goal with nothing open is checked.
 * Its cause is made of goal and version, so that two replicas, or a repeat, order one check.
 */
export const followUp = async (deps: Deps, goal: Goal): Promise<void> => {
  await tendParts(deps, goal)
  await tellWhole(deps, goal)
  if (checkable(goal) === null) return
  await deps.handle({
    goal: goal.id,
    cause: `check-${goal.id}-${goal.version}`,
    by: { kind: 'supervisor', id: 'supervisor' },
    traceparent: goal.traceparent,
    build: async (state) => {
      if (state === null || checkable(state) === null) return null
      const { reads, unread, sentence } = await checkReads(deps, state)
      const trail = trailDraft(deps.store, state.id)
      const why = await trail.why({ sentence })
      return { trail: trail.staged, command: { type: 'OrderCheck', at: deps.now(), reads, unread, why } }
    },
  })
}
