import type { GoalEvent } from '../../contracts/events.ts'
import type { TakeOutcome } from './commands.ts'
import type { Decision } from './decision.ts'
import { delegate } from './delegate.ts'
import { endOf } from './end-delegate.ts'
import { escalate, refused } from './escalate.ts'
import { attemptRoom, attemptsSpent, attemptWarning } from './rules/attempt-room.ts'
import { countWarning } from './rules/count-warning.ts'
import { knownTask } from './rules/known-task.ts'
import { loop } from './rules/loop.ts'
import { nextAttempt } from './rules/next-attempt.ts'
import { placeOf, placesAbove } from './rules/place.ts'
import { splitInto } from './split.ts'
import { openEffects, type Effect, type Goal, type Task } from './state.ts'
import type { Terms } from './terms.ts'

const received = (command: TakeOutcome, late: boolean, effect: string | null): GoalEvent => ({
  type: 'OutcomeReceived',
  data: {
    task: command.task,
    attempt: command.attempt,
    kind: command.outcome.kind,
    late,
    content: command.content,
    effect,
    used: late ? null : command.used,
  },
})

/** The attempt is over; after the last one the end of a delegated task comes up, and the goal's own goes to a person. */
export const failAttempt = (
  goal: Goal,
  task: Task,
  code: string,
  person: (code: string) => GoalEvent,
  content: string | null,
  terms: Terms,
): GoalEvent[] => {
  const room = attemptRoom(goal, terms)
  const next = room ? nextAttempt(task.attempt) : null
  const failed: GoalEvent = {
    type: 'AttemptFailed',
    data: { task: task.id, attempt: task.attempt, code, next, used: null },
  }
  if (next !== null) return [failed, ...attemptWarning(goal, terms)]
  const why = room ? code : 'OVER_BUDGET'
  const over = endOf(goal, task.id, { status: 'failed', code: why, content }) ?? [person(why)]
  return [failed, ...(room ? [] : [attemptsSpent(goal)]), ...over]
}

/** Rules that decline: a refusal with one of these codes is the workflow's own 'no'. */
const byRule = (effect: Effect): boolean => effect.status === 'refused' && effect.code === 'NOT_ALLOWED'

const declined = (goal: Goal, named: string | null): GoalEvent | null => {
  const effects = Object.values(goal.effects)
  if (effects.some((effect) => effect.status === 'void' && effect.rejected))
    return { type: 'GoalEnded', data: { class: 'by-person', code: 'REJECTED', task: null } }
  const effect = named === null ? effects.find(byRule) : goal.effects[named]
  if (!effect || !byRule(effect) || goal.done.length > 0) return null
  return { type: 'GoalEnded', data: { class: 'declined', code: effect.code, task: effect.task } }
}

/** An outcome ends its task. One of an old attempt is recorded as late and changes nothing. */
export const takeOutcome = (command: TakeOutcome, goal: Goal, terms: Terms): Decision => {
  const known = knownTask(goal, command)
  if ('code' in known) {
    if (known.code === 'UNKNOWN_TASK') return refused(known.code)
    return { events: [received(command, true, null)], answer: { kind: 'refused', code: known.code } }
  }
  const { task } = known
  const { outcome } = command
  const person = (code: string): GoalEvent =>
    escalate({ code, task: task.id, owner: terms.owner, why: command.why })
  const first = received(command, false, outcome.kind === 'declined' ? outcome.effect : null)
  const take = (events: GoalEvent[]): Decision => ({ events: [first, ...events], answer: { kind: 'none' } })
  const { content } = command
  const fails = (code: string): GoalEvent[] => failAttempt(goal, task, code, person, content, terms)
  /** A delegated task's end comes up to whoever waits for it, who decides; the goal's own goes to a person. */
  const ends = (code: string): GoalEvent[] =>
    endOf(goal, task.id, { status: 'failed', code, content }) ?? [person(code)]
  const overHandoffs = (asked: number): Decision =>
    take([
      {
        type: 'BudgetExhausted',
        data: { key: `goal:${goal.id}`, kind: 'handoffs', asked: String(asked), left: '0' },
      },
      person('OVER_BUDGET'),
    ])
  switch (outcome.kind) {
    case 'route': {
      const { to } = outcome
      if (placeOf(goal, task.id) !== null) return take(ends('BAD_OUTCOME'))
      if (!to.ok) return take([person(to.code)])
      if (goal.routed) return take([person('BAD_OUTCOME')])
      if (!attemptRoom(goal, terms)) return take([attemptsSpent(goal), person('OVER_BUDGET')])
      const { workflow, policy, contract, task: id, agent, input } = to
      return take([
        { type: 'GoalRouted', data: { workflow, policy, contract, by: 'triage' } },
        { type: 'TaskAssigned', data: { task: id, agent, contract, input, handoff: '', from: task.id } },
      ])
    }
    case 'handoff': {
      const { to } = outcome
      if (!to.ok) return take(ends(to.code))
      if (!terms.agents.includes(to.agent)) return take(ends('TOOL_NOT_ALLOWED'))
      if (loop(goal, task.id, to.handoff, to.agent) !== null) return take([person('LOOP')])
      // From below nobody is asked again under a contract that waits above.
      if (
        placesAbove(goal, task.id).some(
          ({ delegation }) => goal.tasks[delegation.task]?.contract === to.contract,
        )
      )
        return take(ends('DELEGATION_LIMIT'))
      const cap = terms.limits.handoffs
      if (cap !== null && goal.handoffs.length >= cap) return overHandoffs(1)
      if (!attemptRoom(goal, terms)) return take([attemptsSpent(goal), ...ends('OVER_BUDGET')])
      const { contract, task: id, agent, input, handoff, note } = to
      return take([
        { type: 'HandedOff', data: { from: task.id, to: agent, contract, task: id, note } },
        { type: 'TaskAssigned', data: { task: id, agent, contract, input, handoff, from: task.id } },
        ...countWarning(goal, 'handoffs', goal.handoffs.length + 1, cap),
        ...attemptWarning(goal, terms),
      ])
    }
    case 'split': {
      const made = splitInto(outcome, command.content, goal)
      return take('events' in made ? made.events : ends(made.code))
    }
    case 'delegate': {
      const made = delegate(command, outcome, goal, task, terms)
      if ('events' in made) {
        const ordered = made.events.filter(({ type }) => type === 'TaskAssigned').length
        return attemptRoom(goal, terms, ordered)
          ? take(made.events)
          : take([attemptsSpent(goal), ...ends('OVER_BUDGET')])
      }
      if (made.code === 'OVER_BUDGET') return overHandoffs(outcome.to.ok ? outcome.to.children.length : 0)
      return take(made.code === 'LOOP' ? [person('LOOP')] : ends(made.code))
    }
    case 'concluded':
      // Before it is routed a goal has nothing that could be done: triage proposes a workflow, declines or asks.
      if (!outcome.ok || !goal.routed) return take(fails('BAD_OUTCOME'))
      return take(endOf(goal, task.id, { status: 'ok', code: '', content }) ?? [])
    case 'declined': {
      const below = endOf(goal, task.id, { status: 'failed', code: 'DECLINED', content })
      if (below !== null) return take(below)
      // No goal ends while something of it is open; who declines over it is not believed.
      if (openEffects(goal).length > 0) return take([person('EFFECT_OPEN')])
      const end = declined(goal, outcome.effect)
      return take([end ?? person(goal.done.length > 0 ? 'PARTLY_DONE' : 'NOT_DECLINED_BY_RULE')])
    }
    case 'escalate':
      return take(ends(outcome.code ?? 'ASKED'))
    case 'failed':
      return take(fails(outcome.code))
    default:
      return outcome satisfies never
  }
}
