import type { Ruled } from '../../contracts/policy.ts'
import { payloadType } from './cel-type.ts'
import type { CompiledPolicy, CompiledWorkflow } from './compiled-policy.ts'
import { failedClause } from './rule.ts'
import { ruled } from './rule-error.ts'

export type Arrival = {
  source: string
  requester: string
  payload?: unknown
  /** whether the goal itself named this workflow; one without `admit` takes only those */
  named?: boolean
}

/** Whether a goal may go to this workflow: code decides, whatever triage proposed. An error is no admission. */
export const admits = (workflow: CompiledWorkflow, arrival: Arrival): Ruled<boolean> => {
  const { admit } = workflow
  if (!admit) return { ok: true, value: arrival.named === true }
  return ruled(() => {
    const { source, requester, payload } = arrival
    const context = { source, requester, payload: payloadType.from(payload, 'payload') }
    return failedClause(admit, context) === undefined
  })
}

/** The workflows that a goal might go to, by their own `admit`. */
export const admitting = (policy: CompiledPolicy, arrival: Omit<Arrival, 'named'>): CompiledWorkflow[] =>
  [...policy.workflows.values()].filter((workflow) => {
    const answer = admits(workflow, arrival)
    return answer.ok && answer.value
  })
