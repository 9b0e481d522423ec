import { canonicalArgs } from '../../contracts/canonical-args.ts'
import { canonicalJson } from '../../contracts/canonical-json.ts'
import type { Ruled } from '../../contracts/policy.ts'
import { celToJson } from './cel-to-json.ts'
import type { CompiledWrite } from './compiled-policy.ts'
import type { GoalView } from './facts-given.ts'
import { ruled } from './rule-error.ts'

/**
 * What makes two calls of a tool the same effect, as one canonical text: the values that `key` names, else all
 * arguments; 30, 30.0 and "30" are one. An error where an argument of the key is missing or unreadable.
 */
export const keyOf = (
  write: CompiledWrite,
  given: { args: Readonly<Record<string, unknown>>; goal: GoalView },
): Ruled<string> =>
  ruled(() => {
    const { key, tool } = write
    if (!key) return canonicalJson(canonicalArgs(given.args, tool.inputSchema))
    const context = write.context({ ...given, facts: {} })
    return canonicalJson(key.map((part) => celToJson(part.run(context))))
  })
