import { canonicalArgs } from '../../contracts/canonical-args.ts'
import type { OrderedRead } from '../../contracts/tools.ts'
import type { CelContext } from './cel-expression.ts'
import { celToJson } from './cel-to-json.ts'
import type { CompiledRead } from './compiled-policy.ts'

/** A read with every argument a value, written as its tool's schema wants it. Throws RuleError. */
export const orderRead = (read: CompiledRead, context: CelContext): OrderedRead => {
  const args = [...read.args].map(([name, expression]) => [name, celToJson(expression.run(context))])
  return {
    as: read.as,
    tool: read.tool.name,
    args: canonicalArgs(Object.fromEntries(args), read.tool.inputSchema),
  }
}
