import type { Environment } from '@marcbachmann/cel-js'
import { compileCel } from './cel-expression.ts'
import type { Expression } from './cel-expression.ts'
import type { CelProblem } from './cel-inspect.ts'

/**
 * Compiles `subject:` for the facts of one write tool. Arguments may not be used: they are what a model claims, and a
 * goal under a wrong subject's key would go with somebody else's erasure.
 */
export const compileSubject = (
  env: Environment,
  text: string,
  facts: ReadonlyMap<string, boolean>,
): { expression: Expression } | { problems: CelProblem[] } => {
  const compiled = compileCel(env, text, { types: ['string', 'int'], facts })
  if ('problems' in compiled) return compiled
  const claimed = compiled.expression.selections.find(({ path: [root] }) => root === 'args')
  if (claimed === undefined) return compiled
  const message = 'args: what a model claims says of nobody whose content this is'
  return { problems: [{ code: 'FACT_NOT_READ', message, offset: claimed.offset }] }
}
