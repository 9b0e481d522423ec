import type { Mode } from '../../contracts/events/goal-events.ts'
import { compareMoney } from '../../contracts/money.ts'
import type { Money } from '../../contracts/money.ts'
import type { Approve, Judgement } from '../../contracts/policy.ts'

const over = (amount: Money | undefined, limit: Money | undefined): boolean =>
  amount !== undefined &&
  limit !== undefined &&
  (amount.currency !== limit.currency || compareMoney(amount, limit) > 0)

/**
 * Why a person would be asked for an allowed effect; [] = it would run at once. The table of modes said once more, for
 * what is judged without a goal: a test holds it against the decider's own rule.
 */
export const wouldAsk = (
  { amount, low_risk, sends_freely }: Judgement,
  approve: Approve,
  mode: Mode,
  prior: number,
  after: readonly string[] = [],
): string[] => [
  ...(mode === 'suggest' ? ['mode'] : []),
  ...(mode === 'act-low-risk' && !low_risk ? ['risk'] : []),
  ...(mode === 'act-low-risk' && prior > 0 ? ['prior'] : []),
  ...(over(amount, approve.always_over) ? ['always_over'] : []),
  ...(over(amount, approve.four_eyes_over) ? ['four_eyes'] : []),
  ...(sends_freely ? ['send'] : []),
  ...after.map((tool) => `after:${tool}`),
]
