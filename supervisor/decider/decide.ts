import type { Actor } from '../../contracts/envelope.ts'
import type { GoalEvent, Recorded } from '../../contracts/events.ts'
import { accept } from './accept.ts'
import { askAnew } from './ask-anew.ts'
import { decideApproval } from './approval.ts'
import { checked, orderCheck } from './check.ts'
import { claimEffect } from './claim-effect.ts'
import type { Command } from './commands.ts'
import type { Decision } from './decision.ts'
import { childEnded, openChildren } from './split.ts'
import { escalate, refused } from './escalate.ts'
import { evolve } from './evolve.ts'
import { flag, reverse, review } from './look-back.ts'
import { measure } from './measure.ts'
import { takeOutcome } from './outcome.ts'
import { propose } from './propose.ts'
import { takeResult, takeSettlement } from './result.ts'
import type { Goal, State } from './state.ts'
import { allowAgain, cancel, cancelDown, recordByPerson, resolve, resume } from './take-over.ts'
import type { Terms } from './terms.ts'
import { tick } from './tick.ts'
import { told } from './told.ts'
import { topUp } from './top-up.ts'
import { calls, callsReturned, claim, draw, park, settle } from './work.ts'

const known = (command: Exclude<Command, { type: 'Accept' }>, goal: Goal, terms: Terms): Decision => {
  switch (command.type) {
    case 'Claim':
      return claim(command, goal)
    case 'Draw':
      return draw(command, goal, terms)
    case 'Settle':
      return settle(command, goal)
    case 'Park':
      return park(command, goal)
    case 'Calls':
      return calls(command, goal, terms)
    case 'CallsReturned':
      return callsReturned(command, goal)
    case 'TakeOutcome':
      return takeOutcome(command, goal, terms)
    case 'ChildGoalEnded':
      return childEnded(command, goal)
    case 'CancelDown':
      return cancelDown(command, goal)
    case 'OrderCheck':
      return orderCheck(command, goal, terms)
    case 'Checked':
      return checked(command, goal, terms)
    case 'Propose':
      return propose(command, goal, terms)
    case 'ClaimEffect':
      return claimEffect(command, goal, terms)
    case 'AskAnew':
      return askAnew(command, goal, terms)
    case 'TakeResult':
      return takeResult(command, goal, terms)
    case 'TakeSettlement':
      return takeSettlement(command, goal)
    case 'Decide':
      return decideApproval(command, goal)
    case 'AllowAgain':
      return allowAgain(command, goal, terms)
    case 'RecordByPerson':
      return recordByPerson(command, goal)
    case 'Cancel':
      return cancel(command, goal)
    case 'Resume':
      return resume(command, goal, terms)
    case 'TopUp':
      return topUp(command, goal)
    case 'Resolve':
      return resolve(command, goal)
    case 'Flag':
      return flag(command)
    case 'Review':
      return review(command, goal)
    case 'Reverse':
      return reverse(command, goal)
    case 'Told':
      return told(command, goal)
    case 'Tick':
      return tick(command, goal, terms)
    default:
      return command satisfies never
  }
}

/** What the state would be after these events: the same evolve, with places that the store will confirm. */
export const preview = (
  state: State,
  goalId: string,
  at: string,
  events: GoalEvent[],
  by: Actor = { kind: 'supervisor', id: 'preview' },
): State => {
  let after = state
  let version = state?.version ?? 0
  for (const event of events) {
    version += 1
    const meta: Recorded<GoalEvent>['meta'] = {
      id: `${goalId}@${version}`,
      goal: goalId,
      version,
      at,
      by,
      cause: 'preview',
      traceparent: state?.traceparent ?? '',
      prev: '',
      hash: '',
    }
    after = evolve(after, { ...event, meta })
  }
  return after
}

/** A cancelled goal ends as soon as nothing of it is under way; what nobody knows goes to a person. */
const closing = (goal: Goal, terms: Terms): GoalEvent[] => {
  if (goal.status !== 'cancelling' || openChildren(goal).length > 0) return []
  const effects = Object.values(goal.effects)
  if (effects.some((effect) => effect.status === 'executing' || effect.status === 'settling')) return []
  const unknown = effects.find((effect) => effect.status === 'unknown')
  if (unknown === undefined)
    return [{ type: 'GoalEnded', data: { class: 'cancelled', code: 'CANCELLED', task: null } }]
  return goal.escalation === null
    ? [escalate({ code: 'NOT_PROVEN', effect: unknown.id, owner: terms.owner, why: goal.text })]
    : []
}

/**
 * decide: pure, total, and the only place where it is decided what happens. Time, ids, digests, judgements and
 * reservations come in with the command. Events come out in the order in which they happen.
 */
export const decide = (command: Command, state: State, terms: Terms): Decision => {
  if (command.type === 'Accept') return accept(command, state)
  if (state === null) return refused('UNKNOWN_GOAL')
  const decision = known(command, state, terms)
  if (decision.events.length === 0) return decision
  const after = preview(state, state.id, command.at, decision.events)
  if (after === null) return decision
  return {
    ...decision,
    events: measure(command, state, terms, [...decision.events, ...closing(after, terms)]),
  }
}
