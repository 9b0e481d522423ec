import type { ModeHow } from '../../contracts/events/mode-events.ts'
import type { GoalEvent } from '../../contracts/events.ts'
import type { Goal } from '../decider/state.ts'

export type Lost = { how: ModeHow; goal: string; effect: string | null }

/**
 * Does what was just committed show that a workflow was trusted too far? A goal of which a person says that it was
 * wrong, a tool whose yes its system contradicts, an effect that had to be reversed. Goals of the tour lose nothing. A
 * goal that is flagged while it is open has no outcome yet: it counts when it ends.
 */
export const lostTrust = (goal: Goal, events: readonly GoalEvent[]): Lost[] => {
  if (goal.tour) return []
  const ended = goal.status === 'ended'
  const wrong = events.some(
    (event) =>
      (event.type === 'Reviewed' && event.data.verdict === 'wrong') ||
      (ended && event.type === 'Flagged') ||
      (event.type === 'GoalEnded' && goal.measured.flagged),
  )
  return [
    ...(wrong ? [{ how: 'wrong-outcome' as const, goal: goal.id, effect: null }] : []),
    ...events.flatMap((event): Lost[] => {
      if (event.type === 'EffectSettling' && event.data.code === 'VERIFY_FAILED')
        return [{ how: 'failed-verification', goal: goal.id, effect: event.data.effect }]
      if (event.type === 'EffectReversed')
        return [{ how: 'reversed-effect', goal: goal.id, effect: event.data.effect }]
      return []
    }),
  ]
}
