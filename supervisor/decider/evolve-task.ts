import type { GoalEvent, Recorded } from '../../contracts/events.ts'
import { RemitError } from '../../contracts/errors.ts'
import { handOnPlace } from './evolve-delegation.ts'
import { placeOf } from './rules/place.ts'
import { settleHolders } from './settle-holders.ts'
import type { Goal, Spent, Task } from './state.ts'
import { callReturnSeconds, callSliceSeconds } from './terms.ts'

type TaskEvent = Extract<
  Recorded<GoalEvent>,
  {
    type:
      | 'TaskAssigned'
      | 'TaskStarted'
      | 'TaskParked'
      | 'TaskUnclaimed'
      | 'AttemptFailed'
      | 'HandedOff'
      | 'OutcomeReceived'
      | 'CheckOrdered'
      | 'CheckFailed'
      | 'BudgetDrawn'
      | 'BudgetSettled'
  }
>

const taskOf = (goal: Goal, id: string): Task => {
  const task = goal.tasks[id]
  if (!task) throw new RemitError('RECORD_BROKEN', { log: goal.id, version: goal.version, task: id })
  return task
}
const withTask = (goal: Goal, task: Task): Goal => ({ ...goal, tasks: { ...goal.tasks, [task.id]: task } })

const openSlice = (goal: Goal, holder: string, task: string, attempt: number, slice: Spent): Goal =>
  holder === '' || (slice.tokens === 0 && slice.cost === 0)
    ? goal
    : { ...goal, holders: { ...goal.holders, [holder]: { status: 'open', task, attempt, ...slice } } }

/** A handoff, or a place in a delegation, is known by what was asked: so that the same again is seen. */
const handedOver = (goal: Goal, task: string, handoff: string): Goal => {
  if (handoff === '') return goal
  const counted = { ...goal, handoffs: [...goal.handoffs, handoff], since: [...goal.since, handoff] }
  const place = placeOf(goal, task)
  if (place === null || place.child.identity !== '') return counted
  const { delegation, child } = place
  const children = delegation.children.map((one) => (one === child ? { ...one, identity: handoff } : one))
  return {
    ...counted,
    delegations: { ...goal.delegations, [delegation.id]: { ...delegation, children } },
  }
}
const takeCalls = (goal: Goal, holder: string, calls: number, at: string): Goal => {
  const life = (callSliceSeconds + callReturnSeconds) * 1000
  const until = new Date(Date.parse(at) + life).toISOString()
  const out = { ...goal.calls.out, [holder]: { calls, until } }
  return { ...goal, calls: { ...goal.calls, drawn: goal.calls.drawn + calls, out } }
}
const returnCalls = (goal: Goal, holder: string, calls: number): Goal => {
  const { [holder]: _gone, ...out } = goal.calls.out
  return { ...goal, calls: { ...goal.calls, returned: goal.calls.returned + calls, out } }
}

export const evolveTask = (goal: Goal, event: TaskEvent): Goal => {
  switch (event.type) {
    case 'TaskAssigned': {
      const { task, agent, contract, input, handoff, from } = event.data
      const status = goal.routed && goal.status === 'accepted' ? 'working' : goal.status
      return withTask(handedOver({ ...goal, status, attempts: goal.attempts + 1 }, task, handoff), {
        id: task,
        agent,
        contract,
        input,
        handoff,
        from,
        attempt: 1,
        status: 'assigned',
        worker: null,
        graph: '',
        until: null,
        waiting: [],
        wakes: 0,
        refusals: {},
        failedChecks: 0,
        calls: 0,
        tokens: 0,
        unclaimed: false,
        outcome: null,
        checkFailed: null,
      })
    }
    case 'TaskStarted': {
      const { task, attempt, worker, graph, until, slice, holder } = event.data
      const started = withTask(goal, {
        ...taskOf(goal, task),
        attempt,
        worker,
        graph,
        until,
        status: 'running',
        waiting: [],
        unclaimed: false,
      })
      return openSlice(started, holder, task, attempt, slice)
    }
    case 'TaskParked': {
      const { task, attempt, waiting, used } = event.data
      const parked = withTask(goal, {
        ...taskOf(goal, task),
        status: 'parked',
        waiting,
        until: null,
        worker: null,
      })
      return settleHolders(parked, task, attempt, used)
    }
    case 'TaskUnclaimed':
      return withTask(goal, { ...taskOf(goal, event.data.task), unclaimed: true })
    case 'AttemptFailed': {
      const { task, attempt, next, used } = event.data
      const before = taskOf(goal, task)
      const after: Task =
        next === null
          ? { ...before, status: 'over', until: null }
          : { ...before, status: 'assigned', attempt: next, worker: null, until: null, waiting: [] }
      const counted = next === null ? goal : { ...goal, attempts: goal.attempts + 1 }
      return settleHolders(withTask(counted, after), task, attempt, used)
    }
    case 'HandedOff': {
      const { from, task } = event.data
      const gone = withTask(goal, { ...taskOf(goal, from), status: 'over', until: null })
      return handOnPlace(gone, from, task)
    }
    case 'OutcomeReceived': {
      const { task, attempt, kind, late, used, content } = event.data
      if (late) return goal
      const before = taskOf(goal, task)
      const taken = withTask(goal, {
        ...before,
        status: kind === 'concluded' ? 'concluding' : kind === 'failed' ? before.status : 'over',
        until: null,
        // Who delegates has not ended: what it said is for its children alone.
        outcome: kind === 'delegate' ? before.outcome : { kind, content },
      })
      return settleHolders(taken, task, attempt, used)
    }
    case 'CheckOrdered': {
      const { check, task, reads } = event.data
      return {
        ...goal,
        checks: [...goal.checks, { number: check, task, reads, status: 'ordered', at: event.meta.at }],
      }
    }
    case 'CheckFailed': {
      const { check, task, reason } = event.data
      const checks = goal.checks.map((one) =>
        one.number === check ? { ...one, status: 'over' as const } : one,
      )
      const before = taskOf(goal, task)
      return withTask(
        { ...goal, checks },
        { ...before, failedChecks: before.failedChecks + 1, checkFailed: reason },
      )
    }
    case 'BudgetDrawn': {
      const { task, attempt, holder, tokens, cost, calls } = event.data
      const before = taskOf(goal, task)
      const counted = withTask(goal, { ...before, calls: before.calls + calls })
      const drawn = calls === 0 ? counted : takeCalls(counted, holder, calls, event.meta.at)
      return openSlice(drawn, holder, task, attempt, { tokens, cost })
    }
    case 'BudgetSettled': {
      const { task, attempt, holder, tokens, cost, calls } = event.data
      const returned = calls === 0 ? goal : returnCalls(goal, holder, calls)
      return tokens === 0 && cost === 0 ? returned : settleHolders(returned, task, attempt, { tokens, cost })
    }
    default:
      return event satisfies never
  }
}
