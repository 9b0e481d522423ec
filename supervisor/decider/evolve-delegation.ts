import type { GoalEvent, Recorded } from '../../contracts/events.ts'
import { wake } from './effect-changes.ts'
import { placeOf, tasksUnder } from './rules/place.ts'
import { settleHolders } from './settle-holders.ts'
import type { DelegateChild, Delegation } from './delegation.ts'
import type { Goal } from './state.ts'

type DelegationEvent = Extract<Recorded<GoalEvent>, { type: 'Delegated' | 'DelegateEnded' }>

/** These tasks are over; nobody will tell what their slices were used for, so all of it counts as spent. */
const closeTasks = (goal: Goal, ids: readonly string[]): Goal => {
  let after = goal
  for (const id of ids) {
    const task = after.tasks[id]
    if (task === undefined || task.status === 'over') continue
    after = settleHolders(
      { ...after, tasks: { ...after.tasks, [id]: { ...task, status: 'over', until: null, waiting: [] } } },
      id,
      task.attempt,
      null,
    )
  }
  return after
}

const ended = (goal: Goal, event: Extract<DelegationEvent, { type: 'DelegateEnded' }>): Goal => {
  const { delegation: id, task, status, code, content } = event.data
  const delegation = goal.delegations[id]
  const child = delegation?.children.find((one) => one.tasks.includes(task))
  if (delegation === undefined || child === undefined) return goal
  const under = tasksUnder(goal, child)
  const below = new Set(under.map((one) => one.id))
  const closed = closeTasks(
    goal,
    under.map((one) => one.id),
  )
  const children = delegation.children.map((one): DelegateChild =>
    one === child ? { ...one, status, code, content } : one,
  )
  const over = children.every((one) => one.status !== 'open')
  const after: Record<string, Delegation> = {}
  for (const one of Object.values(goal.delegations))
    after[one.id] = below.has(one.task) ? { ...one, status: 'over' } : one
  after[id] = { ...delegation, children, status: over ? 'over' : delegation.status }
  const told = { ...closed, delegations: after }
  return over ? wake(told, id) : told
}

/** A child's place is kept by whoever it was handed on to. */
export const handOnPlace = (goal: Goal, from: string, to: string): Goal => {
  const place = placeOf(goal, from)
  if (place === null) return goal
  const children = place.delegation.children.map((child) =>
    child === place.child ? { ...child, tasks: [...child.tasks, to] } : child,
  )
  const delegation = { ...place.delegation, children }
  return { ...goal, delegations: { ...goal.delegations, [delegation.id]: delegation } }
}

export const evolveDelegation = (goal: Goal, event: DelegationEvent): Goal => {
  if (event.type === 'DelegateEnded') return ended(goal, event)
  const { delegation: id, task, attempt, due, children } = event.data
  const waits = goal.tasks[task]
  const delegation: Delegation = {
    id,
    task,
    attempt,
    due,
    status: 'open',
    children: children.map((child) => ({
      tasks: [child.task],
      contract: child.contract,
      identity: '',
      tokens: child.tokens,
      calls: child.calls,
      status: 'open',
      code: '',
      content: null,
    })),
  }
  const made = { ...goal, delegations: { ...goal.delegations, [id]: delegation } }
  if (waits === undefined) return made
  const parked = { ...waits, status: 'parked' as const, waiting: [id], until: null, worker: null }
  return { ...made, tasks: { ...goal.tasks, [task]: parked } }
}
