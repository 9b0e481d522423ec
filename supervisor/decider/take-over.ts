import type { ErrorCode } from '../../contracts/errors.ts'
import type { GoalEvent } from '../../contracts/events.ts'
import type { AllowAgain, Cancel, RecordByPerson, Resolve, Resume } from './person-commands.ts'
import type { CancelDown } from './commands.ts'
import type { Decision } from './decision.ts'
import { warnings } from './escalate.ts'
import { attemptRoom } from './rules/attempt-room.ts'
import { personMay } from './rules/person-may.ts'
import type { Effect, Goal } from './state.ts'
import { openChildren } from './split.ts'
import { voidOpen } from './void-open.ts'
import type { Terms } from './terms.ts'

type PersonCommand = AllowAgain | Cancel | RecordByPerson | Resolve | Resume

const refusedTo = (command: PersonCommand, code: ErrorCode): Decision => ({
  events: [
    {
      type: 'CommandRefused',
      data: { command: command.command, kind: command.type, person: command.person.id, code },
    },
  ],
  answer: { kind: 'refused', code },
})
const take = (events: GoalEvent[]): Decision => ({ events, answer: { kind: 'none' } })

const under = (effect: Effect): boolean =>
  effect.status === 'executing' || effect.status === 'settling' || effect.status === 'unknown'

const someUnknown = (goal: Goal): boolean =>
  Object.values(goal.effects).some((effect) => effect.status === 'unknown')

export const cancel = (command: Cancel, goal: Goal): Decision => {
  const { person, note } = command
  if (goal.status === 'ended') return refusedTo(command, 'GOAL_OVER')
  if (goal.status === 'cancelling') return refusedTo(command, 'CANCELLED')
  const code = personMay(goal, person, command.owner, 'own-too')
  if (code !== null) return refusedTo(command, code)
  return take([
    { type: 'CancelRequested', data: { person: person.id, note } },
    ...voidOpen(goal, 'CANCELLED'),
  ])
}

/** The whole was cancelled by a person who may; what holds for a cancel of its own holds for each part. */
export const cancelDown = ({ person, note }: CancelDown, goal: Goal): Decision =>
  goal.status === 'ended' || goal.status === 'cancelling'
    ? { events: [], answer: { kind: 'none' } }
    : take([{ type: 'CancelRequested', data: { person, note } }, ...voidOpen(goal, 'CANCELLED')])

/** A person answers the open question with a note; the agent goes on with it. Whoever resumes joins the chain. */
export const resume = (command: Resume, goal: Goal, terms: Terms): Decision => {
  const { person, note, pending } = command
  if (goal.status === 'ended') return refusedTo(command, 'GOAL_OVER')
  if (goal.status !== 'with-person' || pending === null) return refusedTo(command, 'ALREADY_DECIDED')
  const code = personMay(goal, person, command.owner, 'owner-only')
  if (code !== null) return refusedTo(command, code)
  if (someUnknown(goal)) return refusedTo(command, 'EFFECT_OPEN')
  if (!attemptRoom(goal, terms)) return refusedTo(command, 'OVER_BUDGET')
  const { task, agent, contract, input } = pending
  return take([
    { type: 'Resumed', data: { person: person.id, note, task } },
    { type: 'TaskAssigned', data: { task, agent, contract, input, handoff: '', from: null } },
  ])
}

/** A person ends the goal. What is under way or unknown must be settled first: no goal ends with that open. */
export const resolve = (command: Resolve, goal: Goal): Decision => {
  const { person, note } = command
  if (goal.status === 'ended') return refusedTo(command, 'GOAL_OVER')
  if (openChildren(goal).length > 0) return refusedTo(command, 'CHILDREN_OPEN')
  const code = personMay(goal, person, command.owner, 'owner-only')
  if (code !== null) return refusedTo(command, code)
  if (Object.values(goal.effects).some(under)) return refusedTo(command, 'EFFECT_OPEN')
  return take([
    ...voidOpen(goal, 'RESOLVED'),
    { type: 'Resolved', data: { person: person.id, note, class: 'by-person' } },
    { type: 'GoalEnded', data: { class: 'by-person', code: 'RESOLVED', task: null } },
  ])
}

/** Only a person raises the ordinal: the same call may then run once more, under a new effect id. */
export const allowAgain = (command: AllowAgain, goal: Goal, terms: Terms): Decision => {
  const { person, note } = command
  const effect = goal.effects[command.effect]
  if (!effect) return refusedTo(command, 'UNKNOWN_EFFECT')
  if (goal.status === 'ended') return refusedTo(command, 'GOAL_OVER')
  const code = personMay(goal, person, command.owner, 'owner-only')
  if (code !== null) return refusedTo(command, code)
  if (under(effect) || effect.status === 'authorised' || effect.status === 'waiting-approval')
    return refusedTo(command, 'EFFECT_OPEN')
  if ((goal.ordinals[`${effect.tool} ${effect.key}`] ?? 1) > effect.ordinal)
    return refusedTo(command, 'ALREADY_DECIDED')
  const resumes = goal.status === 'with-person' && note !== null
  if (resumes && someUnknown(goal)) return refusedTo(command, 'EFFECT_OPEN')
  if (resumes && !attemptRoom(goal, terms)) return refusedTo(command, 'OVER_BUDGET')
  const raised: GoalEvent = {
    type: 'EffectAllowedAgain',
    data: { effect: effect.id, person: person.id, ordinal: effect.ordinal + 1, note },
  }
  if (!resumes) return take([raised])
  const { task, agent, contract, input } = command.task
  return take([
    raised,
    { type: 'Resumed', data: { person: person.id, note, task } },
    { type: 'TaskAssigned', data: { task, agent, contract, input, handoff: '', from: null } },
  ])
}

/** A person says what happened to an unknown effect, or that they did a refused one by hand. */
export const recordByPerson = (command: RecordByPerson, goal: Goal): Decision => {
  const { person, happened, reference, amount } = command
  const { holder, reservations, warned } = command.ledger
  const effect = goal.effects[command.effect]
  if (!effect) return refusedTo(command, 'UNKNOWN_EFFECT')
  const code = personMay(goal, person, command.owner, 'owner-only')
  if (code !== null) return refusedTo(command, code)
  if (goal.status === 'ended') return refusedTo(command, 'GOAL_OVER')
  if (effect.status === 'done') return refusedTo(command, 'ALREADY_DECIDED')
  if (effect.status === 'executing' || effect.status === 'settling') return refusedTo(command, 'EFFECT_OPEN')
  if (!happened)
    return effect.status === 'unknown'
      ? take([
          {
            type: 'EffectFailed',
            data: { effect: effect.id, claim: effect.claim, code: 'SAYS_PERSON', message: reference },
          },
        ])
      : refusedTo(command, 'ALREADY_DECIDED')
  const open: GoalEvent[] =
    (effect.status === 'waiting-approval' || effect.status === 'authorised') && effect.approval !== null
      ? [
          {
            type: 'ApprovalVoid',
            data: { approval: effect.approval, effect: effect.id, code: 'BY_PERSON', fact: null },
          },
        ]
      : []
  return take([
    ...open,
    {
      type: 'EffectByPerson',
      data: { effect: effect.id, person: person.id, reference, amount, holder, reservations },
    },
    ...warnings(warned),
  ])
}
