import type { ASTNode, Environment } from '@marcbachmann/cel-js'
import { operandsOf, textOf } from './cel-ast.ts'
import type { CelProblem } from './cel-inspect.ts'

const hasCalls = (node: ASTNode): { range: ASTNode['range']; field: ASTNode }[] => {
  const inner = operandsOf(node).flatMap(hasCalls)
  const [field] = node.op === 'call' && node.args[0] === 'has' ? node.args[1] : []
  return field ? [...inner, { range: node.range, field }] : inner
}

/**
 * The library takes `has()` of a field that no schema knows for false, for ever: one typo in `!has(facts.order.held)`
 * and the rule allows everything. So each `has(x)` is checked as if x were used there. To be called with a fresh parse.
 */
export const hasProblem = (env: Environment, root: ASTNode): CelProblem | undefined => {
  const calls = hasCalls(root)
  const used = calls
    .toSorted((left, right) => right.range.start - left.range.start)
    .reduce(
      (text, { range, field }) =>
        `${text.slice(0, range.start)}(size([${textOf(field)}]) > 0)${text.slice(range.end)}`,
      root.input,
    )
  const checked = calls.length === 0 ? { valid: true } : env.parse(used).check()
  if (checked.valid) return undefined
  return {
    code: 'CEL_TYPE',
    message: 'has() of a field that no schema knows',
    offset: calls[0]?.range.start ?? 0,
  }
}
