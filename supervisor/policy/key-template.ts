import type { Environment } from '@marcbachmann/cel-js'
import { compileCel } from './cel-expression.ts'
import type { CelContext, Expression, Wanted } from './cel-expression.ts'
import type { CelProblem } from './cel-inspect.ts'
import { celToJson } from './cel-to-json.ts'
import { RuleError } from './rule-error.ts'

/** `customer:{facts.order.customer_id}`: a budget key whose parts in braces are CEL on facts. */
export type KeyTemplate = { text: string; parts: readonly (string | Expression)[] }

/** Compiles the parts in braces; offsets of problems count from the beginning of the key. */
export const compileKeyTemplate = (
  env: Environment,
  text: string,
  wanted: Omit<Wanted, 'types'>,
): { template: KeyTemplate } | { problems: CelProblem[] } => {
  const problems: CelProblem[] = []
  let offset = 0
  const parts = text.split(/(\{[^{}]*\})/).map((part): string | Expression => {
    const at = offset
    offset += part.length
    if (!part.startsWith('{')) return part
    const compiled = compileCel(env, part.slice(1, -1), { ...wanted, types: ['string', 'int'] })
    if ('expression' in compiled) return compiled.expression
    problems.push(...compiled.problems.map((problem) => ({ ...problem, offset: problem.offset + at + 1 })))
    return part
  })
  return problems.length > 0 ? { problems } : { template: { text, parts } }
}

/** 'customer:C17'. Throws RuleError where a part is missing or empty: such an effect has no known cap. */
export const renderKey = (template: KeyTemplate, context: CelContext): string =>
  template.parts
    .map((part) => {
      if (typeof part === 'string') return part
      const value = String(celToJson(part.run(context)))
      if (value === '' || value.length > 200)
        throw new RuleError(`${template.text}: ${part.text} names nothing`)
      return value
    })
    .join('')
