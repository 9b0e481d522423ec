import type { GoalEvent, Recorded } from '../../contracts/events.ts'
import { RemitError } from '../../contracts/errors.ts'
import type { Approval, Effect, Goal, Task } from './state.ts'

export type EffectEvent = Extract<
  Recorded<GoalEvent>,
  {
    type:
      | 'EffectRefused'
      | 'ApprovalRequested'
      | 'ApprovalReminded'
      | 'ApprovalRerouted'
      | 'ApprovalEdited'
      | 'ApprovalGranted'
      | 'ApprovalRejected'
      | 'ApprovalVoid'
      | 'EffectAllowedAgain'
      | 'EffectDeferred'
      | 'EffectOrdered'
      | 'EffectStarted'
      | 'EffectSettling'
      | 'EffectDone'
      | 'EffectFailed'
      | 'EffectUnknown'
      | 'EffectByPerson'
  }
>
type Call = Extract<EffectEvent, { type: 'EffectRefused' | 'ApprovalRequested' | 'EffectStarted' }>['data']

const broken = (goal: Goal, what: Record<string, string>): RemitError =>
  new RemitError('RECORD_BROKEN', { log: goal.id, version: goal.version, ...what })

export const effectOf = (goal: Goal, id: string): Effect => {
  const effect = goal.effects[id]
  if (!effect) throw broken(goal, { effect: id })
  return effect
}
export const approvalOf = (goal: Goal, id: string): Approval => {
  const approval = goal.approvals[id]
  if (!approval) throw broken(goal, { approval: id })
  return approval
}
export const withEffect = (goal: Goal, effect: Effect): Goal => ({
  ...goal,
  effects: { ...goal.effects, [effect.id]: effect },
})
export const withApproval = (goal: Goal, approval: Approval): Goal => ({
  ...goal,
  approvals: { ...goal.approvals, [approval.id]: approval },
})

/** A call as it was judged now, over what is known of its effect from earlier. */
export const judged = (goal: Goal, call: Call, at: string): Effect => {
  const before = goal.effects[call.effect]
  return {
    id: call.effect,
    ordinal: call.ordinal,
    task: call.task,
    attempt: call.attempt,
    agent: call.agent,
    tool: call.tool,
    args: call.args,
    key: call.key,
    facts: call.facts,
    amount: call.amount,
    status: 'refused',
    code: '',
    message: null,
    rejected: false,
    approval: null,
    repeats: null,
    claim: before?.claim ?? 0,
    gateway: null,
    until: null,
    startedAt: before?.startedAt ?? null,
    state: '',
    failures: before?.failures ?? 0,
    result: null,
    verified: false,
    lowRisk: false,
    // A person's edit is of that call alone: another call under the same id is the agent's own again.
    edited: before !== undefined && before.edited && before.args === call.args,
    orderedAt: at,
    deferredUntil: null,
    doneAt: null,
    byPerson: false,
  }
}

/** A refused or failed call counts against its task, by tool. */
export const countRefusal = (goal: Goal, taskId: string, tool: string): Goal => {
  const task = goal.tasks[taskId]
  if (!task) return goal
  const refusals = { ...task.refusals, [tool]: (task.refusals[tool] ?? 0) + 1 }
  return { ...goal, tasks: { ...goal.tasks, [taskId]: { ...task, refusals } } }
}

/** A parked task that waited for this effect is woken: one more resume order. */
export const wake = (goal: Goal, effect: string): Goal => {
  const tasks = Object.values(goal.tasks).map((task): Task =>
    task.status === 'parked' && task.waiting.includes(effect)
      ? { ...task, status: 'woken', wakes: task.wakes + 1, waiting: [] }
      : task,
  )
  return { ...goal, tasks: Object.fromEntries(tasks.map((task) => [task.id, task])) }
}

export const closeHolder = (goal: Goal, match: (id: string) => boolean, used: 'all' | 'none'): Goal => ({
  ...goal,
  holders: Object.fromEntries(
    Object.entries(goal.holders).map(([id, holder]) =>
      holder.status === 'open' && match(id) ? [id, { status: 'settled' as const, used }] : [id, holder],
    ),
  ),
})

/** Every reservation that stands for this effect: its claims' and its approvals'. */
export const holdsOf =
  (goal: Goal, effect: string) =>
  (id: string): boolean => {
    const holder = goal.holders[id]
    return holder !== undefined && holder.status === 'open' && 'effect' in holder && holder.effect === effect
  }
export const openHold = (goal: Goal, id: string, effect: string): Goal => ({
  ...goal,
  holders: { ...goal.holders, [id]: { status: 'open', effect } },
})
