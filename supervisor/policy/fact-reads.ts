import type { Ruled } from '../../contracts/policy.ts'
import type { OrderedRead } from '../../contracts/tools.ts'
import { maxReads } from './compile-facts.ts'
import type { FactValues, GoalView } from './facts-given.ts'
import { orderRead } from './order-read.ts'
import { factsOf } from './rules-for.ts'
import type { JudgingRule } from './rules-for.ts'
import { RuleError, ruled } from './rule-error.ts'

/**
 * The next round: every read whose arguments can be evaluated from the facts that are there, in the order of the file.
 * Empty when all facts are there. At most 8 reads over all rounds and rules; the compiler has seen to 4 rounds.
 */
export const factReads = (
  rules: readonly JudgingRule[],
  given: { args: Readonly<Record<string, unknown>>; goal: GoalView; facts: FactValues },
): Ruled<OrderedRead[]> =>
  ruled(() => {
    const all = new Set(rules.flatMap(({ write, alias }) => write.facts.map(({ as }) => alias(as))))
    if (all.size > maxReads) throw new RuleError(`${all.size} facts are needed, at most ${maxReads} are read`)
    const next = new Map<string, OrderedRead>()
    for (const rule of rules) {
      const facts = factsOf(rule, given.facts)
      const context = rule.write.context({ ...given, facts })
      for (const read of rule.write.facts) {
        const as = rule.alias(read.as)
        const ready = [...read.needs].every((need) => Object.hasOwn(facts, need))
        if (ready && !Object.hasOwn(facts, read.as) && !next.has(as))
          next.set(as, { ...orderRead(read, context), as })
      }
    }
    return [...next.values()]
  })
