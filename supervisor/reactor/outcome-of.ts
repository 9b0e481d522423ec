import type { DecidedSuggestion, GoalOutcome } from '../../contracts/measures/goal-outcome.ts'
import { awaitsReview } from '../decider/look-back.ts'
import type { Goal } from '../decider/state.ts'

const suggestionsOf = (goal: Goal): DecidedSuggestion[] =>
  Object.values(goal.measured.suggestions).flatMap((one) =>
    one.decidedAt === null
      ? []
      : [
          {
            tool: one.tool,
            amount: one.amount,
            at: one.decidedAt,
            accepted: one.answer === 'accepted' && !one.edited,
            people: one.people,
            fastestMs: one.fastestMs,
          },
        ],
  )

const reviewOf = (goal: Goal): GoalOutcome['review'] => {
  const { review } = goal.measured
  if (review?.verdict) return review.verdict
  return awaitsReview(goal) ? 'awaited' : 'not drawn'
}

/** `CHECKED` says that done_when held; a decline stands on a refusal of that very code. */
const proven = (goal: Goal): boolean => {
  if (goal.class === 'done-alone' || goal.class === 'done-approved') return goal.endCode === 'CHECKED'
  return (
    goal.class === 'declined' &&
    Object.values(goal.effects).some((one) => one.status === 'refused' && one.code === goal.endCode)
  )
}

/**
 * What measures need of this goal; null while there is nothing to count: open, and nobody decided anything. A goal that
 * was split is none of its own: its parts are counted, each in its workflow.
 */
export const outcomeOf = (goal: Goal): GoalOutcome | null => {
  const suggestions = suggestionsOf(goal)
  if (goal.split !== null || (goal.status !== 'ended' && suggestions.length === 0)) return null
  const { measured } = goal
  return {
    goal: goal.id,
    workflow: goal.workflow,
    policy: goal.policy,
    tour: goal.tour,
    agents: [...new Set(Object.values(goal.tasks).map((task) => task.agent))].toSorted(),
    ended: goal.endedAt,
    class: goal.class,
    proven: proven(goal),
    cost: goal.spent.cost,
    people: { ms: measured.time.ms, unmeasured: measured.time.unmeasured },
    review: reviewOf(goal),
    flagged: measured.flagged,
    reversed: measured.reversed.length > 0,
    suggestions,
    decided:
      suggestions
        .map((one) => one.at)
        .toSorted()
        .at(-1) ?? null,
  }
}
