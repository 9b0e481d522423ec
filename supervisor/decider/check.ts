import type { GoalEvent } from '../../contracts/events.ts'
import type { Checked, OrderCheck } from './commands.ts'
import type { Decision } from './decision.ts'
import { escalate, nothing } from './escalate.ts'
import { attemptRoom, attemptsSpent, attemptWarning } from './rules/attempt-room.ts'
import { nextAttempt } from './rules/next-attempt.ts'
import { openApprovals, openEffects, type Goal, type Task } from './state.ts'
import { maxChecks, type Terms } from './terms.ts'

/** The concluded task whose goal can be checked now: nothing of the goal is open, and no check is under way. */
export const checkable = (goal: Goal): Task | null => {
  if (goal.status !== 'working') return null
  if (openEffects(goal).length > 0 || openApprovals(goal).length > 0) return null
  if (goal.checks.some((check) => check.status === 'ordered')) return null
  return Object.values(goal.tasks).find((task) => task.status === 'concluding') ?? null
}

const fails = (
  goal: Goal,
  task: Task,
  check: number,
  code: string,
  why: string,
  terms: Terms,
): GoalEvent[] => {
  const failed: GoalEvent = { type: 'CheckFailed', data: { check, task: task.id, code, reason: why } }
  const next = nextAttempt(task.attempt)
  if (task.failedChecks + 1 >= maxChecks || next === null)
    return [failed, escalate({ code: 'CHECK_FAILED', task: task.id, owner: terms.owner, why })]
  if (!attemptRoom(goal, terms))
    return [
      failed,
      attemptsSpent(goal),
      escalate({ code: 'OVER_BUDGET', task: task.id, owner: terms.owner, why }),
    ]
  return [
    failed,
    {
      type: 'AttemptFailed',
      data: {
        task: task.id,
        attempt: task.attempt,
        code: 'CHECK_FAILED',
        next,
        used: { tokens: 0, cost: 0 },
      },
    },
    ...attemptWarning(goal, terms),
  ]
}

export const orderCheck = (command: OrderCheck, goal: Goal, terms: Terms): Decision => {
  const task = checkable(goal)
  if (!task) return nothing
  const check = goal.checks.length + 1
  const ordered: GoalEvent = { type: 'CheckOrdered', data: { check, task: task.id, reads: command.reads } }
  // Without reads there is nothing that a check could say, whatever the reason: it would wait for ever.
  if (command.unread === 'no-rule' || (command.unread === null && command.reads === null))
    return {
      events: [escalate({ code: 'NO_CHECK', task: task.id, owner: terms.owner, why: command.why })],
      answer: { kind: 'none' },
    }
  // While nothing is done, `done_when` is false, whatever it would read.
  if (command.unread === 'nothing-done' || goal.done.length === 0)
    return {
      events: [ordered, ...fails(goal, task, check, 'NOTHING_DONE', command.why, terms)],
      answer: { kind: 'none' },
    }
  return { events: [ordered], answer: { kind: 'none' } }
}

export const checked = (command: Checked, goal: Goal, terms: Terms): Decision => {
  const check = goal.checks.find((one) => one.number === command.check)
  const task = check === undefined ? undefined : goal.tasks[check.task]
  if (!check || check.status !== 'ordered' || !task || task.status !== 'concluding') return nothing
  const { verdict } = command
  switch (verdict.kind) {
    case 'holds': {
      const approved = goal.done.some((id) => goal.effects[id]?.approval !== null)
      const byPerson = goal.done.some((id) => goal.effects[id]?.byPerson === true)
      // Who was told by a person how to go on did not do it alone.
      const helped = approved || goal.instructions.length > 0
      const endClass = byPerson ? 'by-person' : helped ? 'done-approved' : 'done-alone'
      return {
        events: [{ type: 'GoalEnded', data: { class: endClass, code: 'CHECKED', task: task.id } }],
        answer: { kind: 'ended', class: endClass },
      }
    }
    case 'more':
      return {
        events: [
          { type: 'CheckOrdered', data: { check: check.number, task: task.id, reads: verdict.reads } },
        ],
        answer: { kind: 'none' },
      }
    case 'fails':
      return {
        events: fails(goal, task, check.number, verdict.code, command.why, terms),
        answer: { kind: 'none' },
      }
    default:
      return verdict satisfies never
  }
}
