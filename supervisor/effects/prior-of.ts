import { fromMinor, type Money } from '../../contracts/money.ts'
import type { FactRead } from '../../contracts/tools.ts'
import type { Deps } from '../deps.ts'
import type { Prior } from './judge-effect.ts'
import { since90 } from './reserve-effect.ts'

/** Earlier effects of the tool and key, as rules see them: how many, and what they moved in the call's currency. */
export const priorOf = async (
  { store }: Deps,
  tool: string,
  key: string,
  goal: string,
  at: string,
  facts: readonly FactRead[],
): Promise<{ prior: Prior; settled: number; settledAfterFacts: boolean }> => {
  const found = await store.prior(tool, key, goal, since90(at))
  const [first] = Object.entries(found.amounts).filter(([currency]) => currency !== '')
  const amount: Money | null = first === undefined ? null : fromMinor(first[1], first[0])
  const oldest = facts.map((fact) => fact.at).toSorted()[0]
  const settledAfterFacts =
    oldest !== undefined && found.lastSettledAt !== null && found.lastSettledAt > oldest
  return { prior: { count: found.count, amount }, settled: found.settled, settledAfterFacts }
}
