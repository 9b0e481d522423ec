import type { ErrorCode } from '../../contracts/errors.ts'
import type { GoalEvent } from '../../contracts/events.ts'
import type { Decision } from './decision.ts'
import type { Flag, Review, Reverse } from './person-commands.ts'
import { personMay } from './rules/person-may.ts'
import { unattended } from './rules/unattended.ts'
import type { Goal } from './state.ts'

const refusedTo = (command: Flag | Review | Reverse, code: ErrorCode): Decision => ({
  events: [
    {
      type: 'CommandRefused',
      data: { command: command.command, kind: command.type, person: command.person.id, code },
    },
  ],
  answer: { kind: 'refused', code },
})
const take = (event: GoalEvent): Decision => ({ events: [event], answer: { kind: 'none' } })

/** Anybody may say that an outcome was wrong, at any time. */
export const flag = (command: Flag): Decision =>
  take({ type: 'Flagged', data: { person: command.person.id, note: command.note } })

/** Is this goal in the random share, and has nobody looked at it yet? */
export const awaitsReview = (goal: Goal): boolean =>
  goal.status === 'ended' &&
  unattended(goal.class) &&
  goal.measured.review?.drawn === true &&
  goal.measured.review.verdict === null

/**
 * The answer to a review, once, for a goal that was drawn and by the owner's role: who asked for the goal does not
 * judge how it went.
 */
export const review = (command: Review, goal: Goal): Decision => {
  const { person, verdict, note, owner } = command
  if (goal.measured.review !== null && goal.measured.review.verdict !== null)
    return refusedTo(command, 'ALREADY_DECIDED')
  if (!awaitsReview(goal)) return refusedTo(command, 'NOT_FOR_REVIEW')
  const code = personMay(goal, person, owner, 'owner-only')
  if (code !== null) return refusedTo(command, code)
  if (goal.chain.includes(person.id)) return refusedTo(command, 'OWN_REQUEST')
  return take({ type: 'Reviewed', data: { person: person.id, verdict, note } })
}

/**
 * A person undid the effect in the real system and says where that can be found. Only what was done can be undone,
 * once; budgets stay as they are, since money that came back did move.
 */
export const reverse = (command: Reverse, goal: Goal): Decision => {
  const { person, reference, owner } = command
  const effect = goal.effects[command.effect]
  if (!effect) return refusedTo(command, 'UNKNOWN_EFFECT')
  const code = personMay(goal, person, owner, 'owner-only')
  if (code !== null) return refusedTo(command, code)
  if (effect.status !== 'done') return refusedTo(command, 'NOT_DONE')
  if (goal.measured.reversed.includes(effect.id)) return refusedTo(command, 'ALREADY_DECIDED')
  return take({ type: 'EffectReversed', data: { effect: effect.id, person: person.id, reference } })
}
