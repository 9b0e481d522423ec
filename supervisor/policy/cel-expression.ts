import type { ASTNode, Environment } from '@marcbachmann/cel-js'
import { selectionsIn } from './cel-ast.ts'
import type { Selection } from './cel-ast.ts'
import { inspectCel } from './cel-inspect.ts'
import type { CelProblem } from './cel-inspect.ts'
import { hasProblem } from './check-has.ts'
import { ruleErrorIn } from './rule-error.ts'

/** Values by variable, as `CelType.from` made them; `now` where the rule may count days. */
export type CelContext = Readonly<Record<string, unknown>>

/** A condition or value, parsed and checked once. `run` throws RuleError with the text it was judging. */
export type Expression = {
  text: string
  ast: ASTNode
  type: string
  selections: readonly Selection[]
  run: (context: CelContext) => unknown
}

export type Wanted = {
  /** the types that its value may have */
  types: readonly string[]
  /** how deep loops may stand in each other; 1 unless told */
  loops?: number
  /** whether days_since may be used */
  clock?: boolean
  /** the facts that are there, by name; false where the tool says nothing of their fields */
  facts?: ReadonlyMap<string, boolean>
}
type Compiled = { expression: Expression } | { problems: CelProblem[] }

type Located = { range?: { start: number } | undefined; summary?: string; message: string }
const problemOf = (code: 'CEL_SYNTAX' | 'CEL_TYPE', error: Located): CelProblem => ({
  code,
  message: error.summary ?? error.message.split('\n')[0] ?? '',
  offset: error.range?.start ?? 0,
})
const located = (error: unknown): Located => (error instanceof Error ? error : { message: String(error) })

/** `facts` only ever by name, and only what an entry reads before. */
const factProblem = (
  { path, offset }: Selection,
  facts: ReadonlyMap<string, boolean>,
): CelProblem | undefined => {
  const [root, name] = path
  if (root !== 'facts' && root !== 'before') return undefined
  if (name === undefined) return { code: 'FACT_NOT_READ', message: `${root}: say which fact`, offset }
  const shaped = facts.get(name)
  if (shaped === undefined) return { code: 'FACT_NOT_READ', message: `nothing reads facts.${name}`, offset }
  return shaped
    ? undefined
    : { code: 'NO_SHAPE', message: `nobody says what fields facts.${name} has`, offset }
}

/** Compiles one expression in an environment that has its variables. Never throws. */
export const compileCel = (env: Environment, text: string, wanted: Wanted): Compiled => {
  try {
    const parsed = env.parse(text)
    const selections = selectionsIn(parsed.ast)
    const problems = inspectCel(parsed.ast, env, { loops: wanted.loops ?? 1, clock: wanted.clock ?? false })
    const facts = wanted.facts ?? new Map<string, boolean>()
    problems.push(
      ...selections.map((use) => factProblem(use, facts)).filter((problem) => problem !== undefined),
    )
    const unknown = hasProblem(env, parsed.ast)
    if (unknown && problems.length === 0) problems.push(unknown)
    if (problems.length > 0) return { problems }
    const checked = parsed.check()
    if (!checked.valid)
      return { problems: [problemOf('CEL_TYPE', checked.error ?? { message: 'does not type-check' })] }
    const type = String(checked.type)
    if (!wanted.types.includes(type)) {
      const message = `is ${type}, but ${wanted.types.join(' or ')} is needed`
      return { problems: [{ code: 'CEL_TYPE', message, offset: 0 }] }
    }
    const run = (context: CelContext): unknown => {
      try {
        return parsed(context)
      } catch (error) {
        throw ruleErrorIn(text, error)
      }
    }
    return { expression: { text, ast: parsed.ast, type, selections, run } }
  } catch (error) {
    return { problems: [problemOf('CEL_SYNTAX', located(error))] }
  }
}

/** Types of values that may be an argument or part of a key. */
export const scalarTypes: readonly string[] = [
  'string',
  'int',
  'bool',
  'Decimal',
  'Money',
  'google.protobuf.Timestamp',
  'dyn',
]
