import type { Environment } from '@marcbachmann/cel-js'
import { stringType, withVariables } from './cel-scope.ts'
import { payloadType } from './cel-type.ts'
import type { FaultList } from './fault-list.ts'
import { compileRule } from './rule.ts'
import type { Rule } from './rule.ts'

/** Compiles `admit`: source, requester and payload are all that is known when a goal is routed. */
export const compileAdmit = (
  base: Environment,
  text: string | undefined,
  faults: FaultList,
): Rule | undefined => {
  if (text === undefined) return undefined
  const variables = { source: stringType, requester: stringType, payload: payloadType }
  const compiled = compileRule(withVariables(base, variables), text, {})
  if ('rule' in compiled) return compiled.rule
  faults.addCel(['admit'], compiled.problems)
  return undefined
}
