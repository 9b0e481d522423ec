import type { FactRead } from '../../contracts/tools.ts'
import type { ControlState } from '../control/control-state.ts'
import type { Goal } from '../decider/state.ts'
import type { Deps } from '../deps.ts'
import { subjectOf } from '../policy/subject-of.ts'
import { bothPolicies, goalView, valuesOf } from './judge-effect.ts'

/**
 * The goal's content goes under the key of whom its facts are about, before anything is decided on them. Done again
 * it changes nothing, and done for a decision that never came to be it is still true.
 */
export const nameSubject = async (
  deps: Deps,
  control: ControlState,
  goal: Goal,
  call: { tool: string; args: Record<string, unknown>; facts: readonly FactRead[] },
): Promise<void> => {
  const facts = valuesOf(call.facts)
  if (facts === null) return
  for (const policy of bothPolicies(deps, control, goal)) {
    const write = policy.workflows.get(goal.workflow)?.writes.get(call.tool)
    if (write?.subject === undefined) continue
    const named = subjectOf(write, { args: call.args, goal: await goalView(deps, goal), facts })
    // Facts that are not there yet name nobody; the round in which they are does.
    if (named.ok && named.value !== null) await deps.store.bindSubject(goal.id, named.value)
  }
}
