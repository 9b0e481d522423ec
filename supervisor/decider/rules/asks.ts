import type { Money } from '../../../contracts/money.ts'
import type { Earlier } from '../effect-commands.ts'
import type { Judgement } from '../terms.ts'
import { overLimit } from './over-limit.ts'

const over = (amount: Money | null, limit: Money | null): boolean =>
  limit !== null && amount !== null && overLimit(amount, limit)

export type Asks = { why: string[]; votes: 1 | 2; separate: boolean }

/**
 * Why a person must be asked, and how many. Empty `why`: it may run at once. `suggest` asks for every write;
 * `act-low-risk` for what is not low-risk, and an earlier effect on the same key is never low-risk;
 * `autonomous` only above the two limits. An account is not a person: where separation holds and nobody is
 * proven to have asked, two people decide. So they do `after` a tool that the rule names has run in the goal. What may
 * send anything to anybody asks in every mode.
 */
export const asks = (
  judgement: Judgement,
  earlier: Earlier,
  person: string | null,
  after: readonly string[] = [],
): Asks => {
  const { amount, approve, mode } = judgement
  const why: string[] = []
  if (mode === 'suggest') why.push('mode')
  if (mode === 'act-low-risk' && !judgement.lowRisk) why.push('risk')
  if (earlier.held || (earlier.count > 0 && mode === 'act-low-risk')) why.push('prior')
  if (over(amount, approve.alwaysOver)) why.push('always_over')
  const four = over(amount, approve.fourEyesOver)
  if (four) why.push('four_eyes')
  if (judgement.sendsFreely) why.push('send')
  why.push(...after.map((tool) => `after:${tool}`))
  const separate = approve.separateOver === null || amount === null || over(amount, approve.separateOver)
  const votes = four || after.length > 0 || (separate && person === null) ? 2 : 1
  return { why, votes, separate }
}
