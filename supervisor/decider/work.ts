import type { Calls, CallsReturned, Claim, Draw, Park, Settle } from './commands.ts'
import type { Decision } from './decision.ts'
import { answer, escalate, nothing, refused, warnings } from './escalate.ts'
import { endDelegate } from './end-delegate.ts'
import { leftUnderCeiling } from './rules/ceiling.ts'
import type { Place } from './rules/place.ts'
import { countWarning } from './rules/count-warning.ts'
import { knownTask } from './rules/known-task.ts'
import { openEffect, type Goal } from './state.ts'
import type { Terms } from './terms.ts'

/** A task is claimed once per order. The same worker asking again gets the same answer; another is refused. */
export const claim = (command: Claim, goal: Goal): Decision => {
  const { task: id, attempt, worker, graph, until, slice } = command
  const { holder, reservations, warned } = command.ledger
  if (goal.status === 'ended') return refused('GOAL_OVER')
  if (goal.status === 'cancelling') return refused('CANCELLED')
  const task = goal.tasks[id]
  if (!task) return refused('UNKNOWN_TASK')
  if (attempt < task.attempt) return refused('OLD_ATTEMPT')
  if (task.status === 'over' || task.status === 'concluding') return refused('TASK_OVER')
  if (attempt !== task.attempt) return refused('OLD_ATTEMPT')
  if (task.status === 'running')
    return task.worker === worker ? answer({ kind: 'claimed', task: id, attempt }) : refused('NOT_HOLDER')
  if (task.status === 'parked') return refused('NOT_HOLDER')
  const ceiling = leftUnderCeiling(goal, id, 'tokens')
  const fits = ceiling === null || slice.tokens <= ceiling.left
  return {
    events: [
      {
        type: 'TaskStarted',
        data: {
          task: id,
          attempt,
          worker,
          agent: task.agent,
          graph,
          until,
          slice: fits ? slice : { tokens: 0, cost: 0 },
          holder: fits ? holder : '',
          reservations: fits ? reservations : [],
          resumed: task.status === 'woken',
        },
      },
      ...warnings(warned),
    ],
    answer: { kind: 'claimed', task: id, attempt },
  }
}

/** The ceiling of a delegated task stops that task alone: whoever gave it the ceiling decides what now. */
const overCeiling = (
  goal: Goal,
  { left, place }: { left: number; place: Place },
  kind: 'tokens' | 'tool_calls',
  asked: number,
): Decision => ({
  events: [
    {
      type: 'BudgetExhausted',
      data: { key: `task:${place.child.tasks[0] ?? ''}`, kind, asked: String(asked), left: String(left) },
    },
    ...endDelegate(goal, place, { status: 'failed', code: 'OVER_CEILING', content: null }),
  ],
  answer: { kind: 'refused', code: 'OVER_CEILING', final: true },
})

/** Budget is drawn before the model is called; at the cap the goal stops before the spend and goes to a person. */
export const draw = (command: Draw, goal: Goal, terms: Terms): Decision => {
  const known = knownTask(goal, command)
  if ('code' in known) return refused(known.code)
  const { task, attempt, slice, ledger } = command
  const ceiling = leftUnderCeiling(goal, task, 'tokens')
  if (ledger.ok && ceiling !== null && slice.tokens > ceiling.left)
    return overCeiling(goal, ceiling, 'tokens', slice.tokens)
  if (!ledger.ok) {
    const { key, kind, asked, left } = ledger
    // A model is the key where it has no price: there is nothing to ask of a budget.
    const code = key.startsWith('model:') ? 'NO_PRICE' : 'OVER_BUDGET'
    return {
      events: [
        { type: 'BudgetExhausted', data: { key, kind, asked, left } },
        escalate({ code, task, owner: terms.owner, why: command.why }),
      ],
      answer: { kind: 'refused', code, final: true },
    }
  }
  return {
    events: [
      {
        type: 'BudgetDrawn',
        data: {
          task,
          attempt,
          holder: ledger.holder,
          reservations: ledger.reservations,
          ...slice,
          calls: 0,
        },
      },
      ...warnings(ledger.warned),
    ],
    answer: { kind: 'drawn', slice },
  }
}

export const settle = (command: Settle, goal: Goal): Decision => {
  const known = knownTask(goal, command)
  if ('code' in known) return refused(known.code)
  const { task, attempt, used } = command
  return {
    events: [
      { type: 'BudgetSettled', data: { task, attempt, holder: `${goal.id}-${task}`, ...used, calls: 0 } },
    ],
    answer: { kind: 'none' },
  }
}

/** Parking: no lease, no beats. If anything waited for is settled already, the worker goes on instead. */
export const park = (command: Park, goal: Goal): Decision => {
  const known = knownTask(goal, command)
  if ('code' in known) return refused(known.code)
  const open =
    command.waiting.length > 0 &&
    command.waiting.every((id) => {
      const effect = goal.effects[id]
      return effect !== undefined && openEffect(effect)
    })
  if (!open) return answer({ kind: 'parked', parked: false })
  const { task, attempt, waiting, used } = command
  return {
    events: [
      {
        type: 'TaskParked',
        data: { task, attempt, waiting, used: { tokens: used.tokens, cost: used.cost } },
      },
    ],
    answer: { kind: 'parked', parked: true },
  }
}

/** Tool calls are drawn in slices; an old attempt, a cancel or the goal's cap ends the next slice. */
export const calls = (command: Calls, goal: Goal, terms: Terms): Decision => {
  const known = knownTask(goal, command)
  if ('code' in known) return refused(known.code)
  const { task, attempt, want } = command
  const cap = terms.limits.toolCalls
  const used = goal.calls.drawn - goal.calls.returned
  const ceiling = leftUnderCeiling(goal, task, 'calls')
  if (ceiling !== null && ceiling.left === 0) return overCeiling(goal, ceiling, 'tool_calls', want)
  const most = Math.min(want, ceiling?.left ?? want)
  const granted = cap === null ? most : Math.min(most, cap - used)
  // Another gateway may still give back what it does not use: the goal is not stopped for calls that nobody made.
  const out = Object.values(goal.calls.out).some(({ until }) => command.at < until)
  if (granted <= 0 && out) return answer({ kind: 'later', code: 'CALLS_OUT' })
  if (granted <= 0)
    return {
      events: [
        {
          type: 'BudgetExhausted',
          data: { key: `goal:${goal.id}`, kind: 'tool_calls', asked: String(want), left: '0' },
        },
        escalate({ code: 'OVER_BUDGET', task, owner: terms.owner, why: command.why }),
      ],
      answer: { kind: 'refused', code: 'OVER_BUDGET', final: true },
    }
  return {
    events: [
      {
        type: 'BudgetDrawn',
        data: {
          task,
          attempt,
          holder: `calls-${goal.version + 1}`,
          reservations: [],
          tokens: 0,
          cost: 0,
          calls: granted,
        },
      },
      ...countWarning(goal, 'tool_calls', used + granted, cap),
    ],
    answer: { kind: 'calls', granted },
  }
}

export const callsReturned = (command: CallsReturned, goal: Goal): Decision => {
  const { task, attempt, calls: returned, holder } = command
  // Once, and no more than the slice had.
  if (!goal.tasks[task] || returned <= 0 || returned > (goal.calls.out[holder]?.calls ?? 0)) return nothing
  return {
    events: [{ type: 'BudgetSettled', data: { task, attempt, holder, tokens: 0, cost: 0, calls: returned } }],
    answer: { kind: 'none' },
  }
}
