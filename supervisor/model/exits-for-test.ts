import { ordersOf } from '../reactor/orders-of.ts'
import { timersOf } from '../reactor/timers-of.ts'
import { viewOf } from '../reactor/view-of.ts'
import { openEffect, openEffects, type Effect, type Goal, type Task } from '../decider/state.ts'
import { openChildren } from '../decider/split.ts'
import type { Terms } from '../decider/terms.ts'

type Ways = { order: (prefix: string) => boolean; timer: (name: string) => boolean; person: boolean }

const effectLeaves = (goal: Goal, effect: Effect, ways: Ways): boolean => {
  switch (effect.status) {
    case 'waiting-approval': {
      const approval = goal.approvals[effect.approval ?? '']
      return approval?.status === 'open' && ways.timer(`approval-due.${approval.id}`)
    }
    case 'authorised':
      return (
        (ways.order(`${effect.id}.run`) || ways.timer(`effect-again.${effect.id}`)) &&
        ways.timer(`approval-due.${effect.approval}`)
      )
    case 'executing':
      return ways.timer(`effect-lease.${effect.id}.${effect.claim}`)
    case 'settling':
      return ways.order(`${effect.id}.settle.${effect.claim}`)
    case 'unknown':
      return ways.person
    case 'done':
    case 'failed':
    case 'refused':
    case 'void':
      return true
    default:
      return effect.status satisfies never
  }
}

const taskLeaves = (goal: Goal, task: Task, ways: Ways): boolean => {
  switch (task.status) {
    case 'assigned':
    case 'woken':
      return ways.order(`${task.id}.${task.attempt}.`)
    case 'running':
      return ways.timer(`lease.${task.id}.${task.attempt}`)
    case 'parked':
      return task.waiting.some((id) => {
        const effect = goal.effects[id]
        if (goal.delegations[id]?.status === 'open') return ways.timer(`join.${id}`)
        return effect !== undefined && openEffect(effect)
      })
    case 'concluding':
      return (
        openEffects(goal).length > 0 ||
        ways.timer('check.') ||
        goal.checks.some((check) => check.task === task.id && ways.order(`check.${check.number}.`))
      )
    case 'over':
      return true
    default:
      return task.status satisfies never
  }
}

/** What of this goal nobody and nothing would ever move on: by order, by timer, or by a person with it in the inbox. */
export const stuckIn = (goal: Goal, terms: Terms): string[] => {
  if (goal.status === 'ended') return []
  const orders = ordersOf(goal).map((order) => order.key)
  const timers = [...timersOf(goal, terms).keys()]
  const ways: Ways = {
    order: (prefix) =>
      orders.some((key) => key.startsWith(prefix)) &&
      timers.some((id) => id.startsWith(`${goal.id}/order.${prefix}`)),
    timer: (name) => timers.some((id) => id.startsWith(`${goal.id}/${name}`)),
    person: viewOf(goal, false, 'lead').inbox.some((item) => item.kind === 'escalation'),
  }
  const tasks = Object.values(goal.tasks).filter((task) => task.status !== 'over')
  const effects = openEffects(goal)
  return [
    ...tasks.filter((task) => !taskLeaves(goal, task, ways)).map((task) => `${task.id} ${task.status}`),
    ...effects
      .filter((effect) => !effectLeaves(goal, effect, ways))
      .map((effect) => `${effect.id} ${effect.status}`),
    ...(goal.status === 'with-person' && !ways.person ? ['with-person, and in no inbox'] : []),
    ...(goal.status === 'split' && !ways.timer('parts.') ? ['split, and nobody looks after its parts'] : []),
    ...(!['with-person', 'split'].includes(goal.status) &&
    openChildren(goal).length === 0 &&
    tasks.length === 0 &&
    effects.length === 0
      ? [goal.status]
      : []),
  ]
}
