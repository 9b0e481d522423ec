import type { ASTNode, Environment } from '@marcbachmann/cel-js'
import type { PolicyFaultCode } from '../../contracts/policy.ts'
import { isLoop, operandsOf, textOf } from './cel-ast.ts'

/** A fault inside an expression, so many characters from its beginning. */
export type CelProblem = { code: PolicyFaultCode; message: string; offset: number }

const functions: ReadonlySet<string> = new Set(
  'has size string int timestamp duration money minor decimal sum'.split(' '),
)
/** `matches` is left out on purpose: it is the language's own backtracking RegExp and can stand still for hours. */
const methods: ReadonlySet<string> = new Set(
  'all exists exists_one map filter size startsWith endsWith contains lowerAscii upperAscii trim'.split(' '),
)
const checkedAtLoad: ReadonlySet<string> = new Set([
  'money',
  'minor',
  'decimal',
  'timestamp',
  'duration',
  'int',
])

const callProblem = (node: ASTNode, env: Environment, clock: boolean): CelProblem | undefined => {
  if (node.op !== 'call' && node.op !== 'rcall') return undefined
  const [name] = node.args
  const known =
    node.op === 'call' ? functions.has(name) || (clock && name === 'days_since') : methods.has(name)
  const offset = node.range.start
  if (!known) return { code: 'CEL_FUNCTION', message: `${name}() may not be used here`, offset }
  const operands = operandsOf(node)
  if (!checkedAtLoad.has(name) || !operands.every(({ op }) => op === 'value')) return undefined
  try {
    env.evaluate(textOf(node), {})
    return undefined
  } catch (error) {
    const said = error instanceof Error ? error.message.split('\n')[0] : String(error)
    return { code: 'CEL_LITERAL', message: `${textOf(node)}: ${said}`, offset }
  }
}

const literalProblem = (node: ASTNode): CelProblem | undefined => {
  if (node.op !== 'value' || typeof node.args === 'bigint') return undefined
  const offset = node.range.start
  if (typeof node.args === 'number')
    return { code: 'CEL_DOUBLE', message: `${textOf(node)} is a double`, offset }
  if (typeof node.args === 'object' && node.args !== null)
    return { code: 'CEL_LITERAL', message: `${textOf(node)}: bytes and unsigned are not used here`, offset }
  return undefined
}

/**
 * What the type check lets pass and a rule may not have: other functions, doubles, loops within loops beyond `loops`,
 * literals that could only fail later. To be called on a fresh parse, before the library's own check rewrites it.
 */
export const inspectCel = (
  root: ASTNode,
  env: Environment,
  { loops, clock }: { loops: number; clock: boolean },
): CelProblem[] => {
  const visit = (node: ASTNode, depth: number): CelProblem[] => {
    const inside = isLoop(node) ? depth + 1 : depth
    const found = [callProblem(node, env, clock), literalProblem(node)].filter(
      (problem) => problem !== undefined,
    )
    if (isLoop(node) && inside === loops + 1)
      found.push({
        code: 'CEL_NESTED',
        message: `${textOf(node)}: a loop within a loop`,
        offset: node.range.start,
      })
    return [...found, ...operandsOf(node).flatMap((operand) => visit(operand, inside))]
  }
  return visit(root, 0)
}
