import { canonicalJson } from '../../contracts/canonical-json.ts'
import type { Arrival } from './admits.ts'
import { admitting } from './admits.ts'
import type { CompiledPolicy, CompiledWrite } from './compiled-policy.ts'
import type { FactValues } from './facts-given.ts'

/** A write tool as one workflow judges it; `alias` is the name under which a fact of it is read and kept. */
export type JudgingRule = { workflow: string; write: CompiledWrite; alias: (as: string) => string }

/**
 * The rules that an effect must pass: those of the goal's own workflow first, then of every other workflow that has the
 * tool and would admit the goal, so that nobody picks the laxest. Empty where the own workflow does not have it.
 * Another workflow's fact is shared where it is read in the same way, else it has a name of its own, `workflow/order`.
 */
export const rulesFor = (
  policy: CompiledPolicy,
  workflow: string,
  tool: string,
  arrival: Omit<Arrival, 'named'>,
): JudgingRule[] => {
  const own = policy.workflows.get(workflow)?.writes.get(tool)
  if (!own) return []
  const reads = new Map(Object.entries(own.rule.facts).map(([as, read]) => [as, canonicalJson(read)]))
  const others = admitting(policy, arrival).flatMap(({ name, writes }): JudgingRule[] => {
    const write = name === workflow ? undefined : writes.get(tool)
    if (!write) return []
    const same = new Set(
      Object.entries(write.rule.facts).flatMap(([as, read]) =>
        reads.get(as) === canonicalJson(read) ? [as] : [],
      ),
    )
    // A read is only the same where all that it is made from is, too.
    const shared = (as: string): boolean => {
      const read = write.facts.find((entry) => entry.as === as)
      return same.has(as) && read !== undefined && [...read.needs].every(shared)
    }
    return [{ workflow: name, write, alias: (as) => (shared(as) ? as : `${name}/${as}`) }]
  })
  return [{ workflow, write: own, alias: (as) => as }, ...others]
}

/** The facts that one rule sees, under its own names. */
export const factsOf = ({ write, alias }: JudgingRule, facts: FactValues): FactValues =>
  Object.fromEntries(
    write.facts.flatMap(({ as }) => (Object.hasOwn(facts, alias(as)) ? [[as, facts[alias(as)]]] : [])),
  )
