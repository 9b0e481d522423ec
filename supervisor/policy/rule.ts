import type { ASTNode, Environment } from '@marcbachmann/cel-js'
import type { FailedClause } from '../../contracts/policy.ts'
import { operandsOf, selectionsIn, textOf } from './cel-ast.ts'
import { compileCel } from './cel-expression.ts'
import type { CelContext, Expression, Wanted } from './cel-expression.ts'
import type { CelProblem } from './cel-inspect.ts'
import { celToText } from './cel-to-json.ts'
import { ruleErrorIn } from './rule-error.ts'

type Part = { text: string; run: (context: CelContext) => unknown }
type Clause = Part & { shown: readonly Part[] }
/** A condition, and its `&&` parts one by one, so that a refusal can say which of them was false. */
export type Rule = { text: string; whole: Expression; clauses: readonly Clause[] }

const conjuncts = (node: ASTNode): ASTNode[] => (node.op === '&&' ? node.args.flatMap(conjuncts) : [node])

const comparing: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=', 'in'])
/** What a reader wants to see of a clause: both sides of a comparison, else the values that it names. */
const shownIn = (node: ASTNode): ASTNode[] => {
  if (comparing.has(node.op)) return operandsOf(node).filter((side) => selectionsIn(side).length > 0)
  if (['&&', '||', '!_', '?:'].includes(node.op)) return operandsOf(node).flatMap(shownIn)
  return selectionsIn(node).map((selection) => selection.node)
}

const partOf = (env: Environment, node: ASTNode): Part => {
  const text = textOf(node)
  const run = env.parse(text)
  return { text, run: (context) => run(context) }
}

/** Compiles a condition. Its type must be bool. */
export const compileRule = (
  env: Environment,
  text: string,
  wanted: Omit<Wanted, 'types'>,
): { rule: Rule } | { problems: CelProblem[] } => {
  const compiled = compileCel(env, text, { ...wanted, types: ['bool'] })
  if ('problems' in compiled) return compiled
  // A fresh tree: the type check rewrites loops in the one that it has seen.
  const clauses = conjuncts(env.parse(text).ast).map((node) => ({
    ...partOf(env, node),
    shown: shownIn(node).map((side) => partOf(env, side)),
  }))
  return { rule: { text, whole: compiled.expression, clauses } }
}

const valueOf = (part: Part, context: CelContext): { text: string; value: string } => {
  try {
    return { text: part.text, value: celToText(part.run(context)) }
  } catch (error) {
    return { text: part.text, value: ruleErrorIn(part.text, error).message }
  }
}

const failure = (clause: Clause, context: CelContext): FailedClause => {
  const values = clause.shown.map((part) => valueOf(part, context))
  const read = values.map(({ value }) => value).join(', ')
  return { clause: clause.text, values, sentence: `${clause.text} is false${read ? `: ${read}` : ''}` }
}

/** The error of the first part that has one: a reader wants the part, not the whole condition. */
const errorIn = (rule: Rule, context: CelContext, whole: unknown): Error => {
  for (const clause of rule.clauses) {
    try {
      clause.run(context)
    } catch (error) {
      return ruleErrorIn(clause.text, error)
    }
  }
  return ruleErrorIn(rule.text, whole)
}

const isTrue = (rule: Rule, context: CelContext): boolean => {
  try {
    return rule.whole.run(context) === true
  } catch (error) {
    throw errorIn(rule, context, error)
  }
}

/** `false && error` is false: the part to show is the false one, not the one that could not be read. */
const isFalse = (clause: Clause, context: CelContext): boolean => {
  try {
    return clause.run(context) !== true
  } catch {
    return false
  }
}

/** Undefined where the rule is true and nothing but true; else the first clause that is not. Throws RuleError. */
export const failedClause = (rule: Rule, context: CelContext): FailedClause | undefined => {
  if (isTrue(rule, context)) return undefined
  for (const clause of rule.clauses) if (isFalse(clause, context)) return failure(clause, context)
  return { clause: rule.text, values: [], sentence: `${rule.text} is not true` }
}
