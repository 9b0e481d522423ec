import { canonicalJson } from '../../contracts/canonical-json.ts'
import type { Arrival } from './admits.ts'
import { admitting } from './admits.ts'
import type { CompiledPolicy, CompiledWrite } from './compiled-policy.ts'
import type { FactValues } from './facts-given.ts'

/** A write tool as one workflow judges it; `alias` is the name under which a fact of it is read and kept. */
export type JudgingRule = { workflow: string; write: CompiledWrite; alias: (as: string) => string }

type Candidate = { workflow: string; write: CompiledWrite; prefix: string }

/** The same read under the same name, and all that it is made from, too. */
const isShared = (as: string, write: CompiledWrite, first: CompiledWrite): boolean => {
  const [own, other] = [write.rule.facts[as], first.rule.facts[as]]
  if (!own || !other || canonicalJson(own) !== canonicalJson(other)) return false
  const read = write.facts.find((entry) => entry.as === as)
  return read !== undefined && [...read.needs].every((need) => isShared(need, write, first))
}

const candidates = (
  policy: CompiledPolicy,
  workflow: string,
  tool: string,
  arrival: Omit<Arrival, 'named'>,
  round: string,
): Candidate[] => {
  const own = policy.workflows.get(workflow)?.writes.get(tool)
  if (!own) return []
  const others = admitting(policy, arrival).flatMap(({ name, writes }): Candidate[] => {
    const write = name === workflow ? undefined : writes.get(tool)
    return write ? [{ workflow: name, write, prefix: `${round}${name}/` }] : []
  })
  return [{ workflow, write: own, prefix: `${round}${workflow}/` }, ...others]
}

/**
 * The rules that an effect must pass, under each of these policies (the one that the goal was routed under, then the
 * current one): those of the goal's own workflow first, then of every other workflow that has the tool and would admit
 * the goal, so that nobody picks the laxest. Empty where any policy does not list the tool in the goal's workflow.
 * Facts have the names of the very first rule; what another rule reads differently has a name of its own,
 * `workflow/order` or `2:workflow/order`, so that no rule is judged on another's read.
 */
export const rulesForAll = (
  policies: readonly CompiledPolicy[],
  workflow: string,
  tool: string,
  arrival: Omit<Arrival, 'named'>,
): JudgingRule[] => {
  const found = policies.map((policy, index) =>
    candidates(policy, workflow, tool, arrival, index === 0 ? '' : `${index + 1}:`),
  )
  const [first] = found[0] ?? []
  if (!first || found.some((list) => list.length === 0)) return []
  return found.flat().map(({ workflow: name, write, prefix }) => ({
    workflow: name,
    write,
    alias: (as) => (write === first.write || isShared(as, write, first.write) ? as : `${prefix}${as}`),
  }))
}

/** As `rulesForAll`, under one policy. */
export const rulesFor = (
  policy: CompiledPolicy,
  workflow: string,
  tool: string,
  arrival: Omit<Arrival, 'named'>,
): JudgingRule[] => rulesForAll([policy], workflow, tool, arrival)

/** The facts that one rule sees, under its own names. */
export const factsOf = ({ write, alias }: JudgingRule, facts: FactValues): FactValues =>
  Object.fromEntries(
    write.facts.flatMap(({ as }) => (Object.hasOwn(facts, alias(as)) ? [[as, facts[alias(as)]]] : [])),
  )
