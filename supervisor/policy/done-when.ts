import type { FailedClause, Ruled } from '../../contracts/policy.ts'
import type { OrderedRead } from '../../contracts/tools.ts'
import type { CompiledWorkflow } from './compiled-policy.ts'
import type { GoalFacts } from './facts-given.ts'
import { orderRead } from './order-read.ts'
import { failedClause } from './rule.ts'
import { ruled } from './rule-error.ts'

/** The reads that done_when needs, all at once. While nothing is done nothing is read. */
export const doneWhenReads = (workflow: CompiledWorkflow, goal: GoalFacts['goal']): Ruled<OrderedRead[]> => {
  const { doneWhen } = workflow
  if (!doneWhen || goal.done.length === 0) return { ok: true, value: [] }
  return ruled(() => {
    const context = doneWhen.context({ goal, facts: {} })
    return doneWhen.reads.map((read) => orderRead(read, context))
  })
}

/** Whether the goal is done, as the systems say. False without done_when and while nothing is done. */
export const doneWhenHolds = (
  workflow: CompiledWorkflow,
  given: GoalFacts,
): Ruled<{ holds: boolean; failed?: FailedClause }> => {
  const { doneWhen } = workflow
  if (!doneWhen || given.goal.done.length === 0) return { ok: true, value: { holds: false } }
  return ruled(() => {
    const failed = failedClause(doneWhen.is, doneWhen.context(given))
    return failed ? { holds: false, failed } : { holds: true }
  })
}
