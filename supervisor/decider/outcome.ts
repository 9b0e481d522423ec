import type { GoalEvent } from '../../contracts/events.ts'
import type { TakeOutcome } from './commands.ts'
import type { Decision } from './decision.ts'
import { escalate, refused } from './escalate.ts'
import { knownTask } from './rules/known-task.ts'
import { loop } from './rules/loop.ts'
import { nextAttempt } from './rules/next-attempt.ts'
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

const failAttempt = (task: Task, code: string, command: TakeOutcome, terms: Terms): GoalEvent[] => {
  const next = nextAttempt(task.attempt)
  const failed: GoalEvent = {
    type: 'AttemptFailed',
    data: { task: task.id, attempt: task.attempt, code, next, used: null },
  }
  return next === null
    ? [failed, escalate({ code, task: task.id, owner: terms.owner, why: command.why })]
    : [failed]
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
  switch (outcome.kind) {
    case 'route': {
      const { to } = outcome
      if (!to.ok) return take([person(to.code)])
      if (goal.routed) return take([person('BAD_OUTCOME')])
      const { workflow, policy, contract, task: id, agent, input } = to
      return take([
        { type: 'GoalRouted', data: { workflow, policy, contract, by: 'triage' } },
        { type: 'TaskAssigned', data: { task: id, agent, contract, input, handoff: '', from: task.id } },
      ])
    }
    case 'handoff': {
      const { to } = outcome
      if (!to.ok) return take([person(to.code)])
      if (!terms.agents.includes(to.agent)) return take([person('TOOL_NOT_ALLOWED')])
      if (loop(goal, to.handoff, to.agent) !== null) return take([person('LOOP')])
      const cap = terms.limits.handoffs
      if (cap !== null && goal.handoffs.length >= cap)
        return take([
          {
            type: 'BudgetExhausted',
            data: { key: `goal:${goal.id}`, kind: 'handoffs', asked: '1', left: '0' },
          },
          person('OVER_BUDGET'),
        ])
      const { contract, task: id, agent, input, handoff, note } = to
      return take([
        { type: 'HandedOff', data: { from: task.id, to: agent, contract, task: id, note } },
        { type: 'TaskAssigned', data: { task: id, agent, contract, input, handoff, from: task.id } },
      ])
    }
    case 'concluded':
      // Before it is routed a goal has nothing that could be done: triage proposes a workflow, declines or asks.
      return outcome.ok && goal.routed ? take([]) : take(failAttempt(task, 'BAD_OUTCOME', command, terms))
    case 'declined': {
      // No goal ends while something of it is open; who declines over it is not believed.
      if (openEffects(goal).length > 0) return take([person('EFFECT_OPEN')])
      const end = declined(goal, outcome.effect)
      return take([end ?? person(goal.done.length > 0 ? 'PARTLY_DONE' : 'NOT_DECLINED_BY_RULE')])
    }
    case 'escalate':
      return take([person('ASKED')])
    case 'failed':
      return take(failAttempt(task, outcome.code, command, terms))
    default:
      return outcome satisfies never
  }
}
