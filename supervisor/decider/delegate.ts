import type { GoalEvent } from '../../contracts/events.ts'
import type { TakeOutcome } from './commands.ts'
import { mayDelegate } from './rules/may-delegate.ts'
import type { Goal, Task } from './state.ts'
import type { Terms } from './terms.ts'

type Outcome = Extract<TakeOutcome['outcome'], { kind: 'delegate' }>

/** What the same agent asked before and was answered: asked once more it is a loop; what failed may be tried again. */
const answered = (goal: Goal, identity: string): boolean =>
  Object.values(goal.delegations).some(({ children }) =>
    children.some((child) => child.identity === identity && child.status === 'ok'),
  )

/**
 * The task waits for others. Its children are tasks of the same goal, so that requester chain, rules, caps and a
 * cancel are the goal's own; each counts as one handoff. Answers the events, or the code that stops it.
 */
export const delegate = (
  command: TakeOutcome,
  outcome: Outcome,
  goal: Goal,
  task: Task,
  terms: Terms,
): { events: GoalEvent[] } | { code: string } => {
  const { to } = outcome
  if (!to.ok) return { code: to.code }
  const { children, delegation, due } = to
  const limit = mayDelegate(
    goal,
    task.id,
    children.map((child) => child.contract),
  )
  if (limit !== null) return { code: limit }
  if (children.some((child) => !terms.agents.includes(child.agent))) return { code: 'TOOL_NOT_ALLOWED' }
  if (children.some((child) => answered(goal, child.handoff))) return { code: 'LOOP' }
  const cap = terms.limits.handoffs
  if (cap !== null && goal.handoffs.length + children.length > cap) return { code: 'OVER_BUDGET' }
  return {
    events: [
      {
        type: 'Delegated',
        data: {
          delegation,
          task: task.id,
          attempt: command.attempt,
          due,
          children: children.map((child) => ({
            task: child.task,
            contract: child.contract,
            tokens: child.tokens,
            calls: child.calls,
          })),
        },
      },
      ...children.map((child): GoalEvent => ({
        type: 'TaskAssigned',
        data: {
          task: child.task,
          agent: child.agent,
          contract: child.contract,
          input: child.input,
          handoff: child.handoff,
          from: task.id,
        },
      })),
    ],
  }
}
