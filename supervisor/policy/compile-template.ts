import type { Environment } from '@marcbachmann/cel-js'
import { compileCel, scalarTypes } from './cel-expression.ts'
import type { CelContext, Expression } from './cel-expression.ts'
import type { CelProblem } from './cel-inspect.ts'
import { celToText } from './cel-to-json.ts'
import { RuleError } from './rule-error.ts'

/** A text with CEL in braces: everything else in it was written by whoever applied the policy. */
export type Template = { file: string; parts: readonly (string | Expression)[] }

/** `dyn` may be anything, so a placeholder says what it is: text, a number, a time or money. */
const filled = scalarTypes.filter((type) => type !== 'dyn')

type Facts = { shaped: ReadonlyMap<string, boolean>; trusted: ReadonlySet<string> }

/** Facts of tools that strangers can write into would be a free text in a template's clothes. */
const untrusted = (expression: Expression, { trusted }: Facts): CelProblem[] =>
  expression.selections.flatMap(({ path: [root, name], offset }) =>
    root === 'facts' && name !== undefined && !trusted.has(name)
      ? [{ code: 'UNTRUSTED_TEXT' as const, message: `facts.${name} may hold words of strangers`, offset }]
      : [],
  )

/** Compiles the parts in braces; offsets of problems count from the beginning of the text. */
export const compileTemplate = (
  env: Environment,
  file: string,
  text: string,
  facts: Facts,
): { template: Template } | { problems: CelProblem[] } => {
  const problems: CelProblem[] = []
  let offset = 0
  const parts = text
    .trim()
    .split(/(\{[^{}]*\})/)
    .map((part): string | Expression => {
      const at = text.length - text.trimStart().length + offset
      offset += part.length
      if (!part.startsWith('{')) return part
      const compiled = compileCel(env, part.slice(1, -1), { types: filled, facts: facts.shaped })
      const found = 'problems' in compiled ? compiled.problems : untrusted(compiled.expression, facts)
      problems.push(...found.map((problem) => ({ ...problem, offset: problem.offset + at + 1 })))
      return 'expression' in compiled ? compiled.expression : part
    })
  return problems.length > 0 ? { problems } : { template: { file, parts } }
}

/** Text as it is, times by their day, money as `15.00 EUR`: what a customer reads. */
const filledIn = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return celToText(value)
}

/** The text with every placeholder filled. Throws RuleError where one cannot be. */
export const renderTemplate = (template: Template, context: CelContext): string =>
  template.parts
    .map((part) => {
      if (typeof part === 'string') return part
      const text = filledIn(part.run(context))
      if (text === '') throw new RuleError(`${template.file}: {${part.text}} is empty`)
      return text
    })
    .join('')
