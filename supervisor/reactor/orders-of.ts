import type { TaskMessage } from '../../contracts/work.ts'
import { openEffect, type Effect, type Goal, type Task } from '../decider/state.ts'

/** What the record orders of others at this moment. `key` names the order within its goal: published once a key. */
export type Order =
  | { key: string; kind: 'task'; agent: string; message: TaskMessage }
  | { key: string; kind: 'run'; effect: string; tool: string }
  | { key: string; kind: 'settle'; effect: string; tool: string; claim: number }
  | { key: string; kind: 'check'; check: number; reads: string }

const taskOrder = (goal: Goal, task: Task, kind: TaskMessage['kind'], suffix: string): Order => ({
  key: `${task.id}.${task.attempt}.${kind}${suffix}`,
  kind: 'task',
  agent: task.agent,
  message: {
    v: 1,
    kind,
    goal: goal.id,
    task: task.id,
    attempt: task.attempt,
    agent: task.agent,
    contract: task.contract,
  },
})

const ofTask = (goal: Goal, task: Task): Order[] => {
  if (task.status === 'assigned') return [taskOrder(goal, task, 'start', '')]
  if (task.status === 'woken') return [taskOrder(goal, task, 'resume', `.${task.wakes}`)]
  return []
}

const ofEffect = (goal: Goal, effect: Effect): Order[] => {
  const { id, tool, claim, approval, orderedAt } = effect
  if (effect.status === 'authorised' && effect.deferredUntil === null) {
    // Ordered again on a later day it is another order.
    const later = (goal.approvals[approval ?? '']?.deferrals ?? 0) === 0 ? '' : `.${orderedAt}`
    return [{ key: `${id}.run.${approval ?? ''}${later}`, kind: 'run', effect: id, tool }]
  }
  if (effect.status === 'settling')
    return [{ key: `${id}.settle.${claim}`, kind: 'settle', effect: id, tool, claim }]
  return []
}

/** Every order that is open: after a commit the new ones go out, after a loss all of them go out again. */
export const ordersOf = (goal: Goal): Order[] => {
  if (goal.status === 'ended') return []
  const checks = goal.checks.flatMap((check): Order[] =>
    check.status === 'ordered' && check.reads !== null && !checkedBefore(goal, check.number, check.reads)
      ? [
          {
            key: `check.${check.number}.${check.reads}`,
            kind: 'check',
            check: check.number,
            reads: check.reads,
          },
        ]
      : [],
  )
  return [
    ...Object.values(goal.tasks).flatMap((task) => ofTask(goal, task)),
    ...Object.values(goal.effects)
      .filter(openEffect)
      .flatMap((effect) => ofEffect(goal, effect)),
    ...checks,
  ]
}

/** A later round of the same check replaces the reads of the one before. */
const checkedBefore = (goal: Goal, number: number, reads: string): boolean => {
  const rounds = goal.checks.filter((check) => check.number === number)
  return rounds.at(-1)?.reads !== reads
}

/** Tasks whose worker should stop: they ran, and what ended them was not their own outcome. */
export const stopsOf = (before: Goal | null, after: Goal): Order[] =>
  before === null
    ? []
    : Object.values(before.tasks).flatMap((task): Order[] => {
        const now = after.tasks[task.id]
        const took =
          after.status === 'cancelling' || after.status === 'with-person' || after.status === 'ended'
        const unheard = now?.outcome === task.outcome
        return task.status === 'running' && now?.status === 'over' && (took || unheard)
          ? [taskOrder(after, task, 'stop', `.${after.version}`)]
          : []
      })
