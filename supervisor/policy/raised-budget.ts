import type { Raised } from '../../contracts/events/raised.ts'
import { addMoney, fromMinor } from '../../contracts/money.ts'
import type { CountCap, GoalBudget, MoneyCap } from '../../contracts/policy.ts'

const countOf = (raised: readonly Raised[], kind: Raised['kind']): number =>
  raised.filter((one) => one.kind === kind).reduce((sum, { amount }) => sum + Number(amount), 0)
const higher = (cap: CountCap, by: number): CountCap => ({ ...cap, count: cap.count + by })
const richer = (cap: MoneyCap, raised: readonly Raised[], kind: Raised['kind']): MoneyCap => ({
  ...cap,
  money: raised
    .filter((one) => one.kind === kind && one.currency === cap.money.currency)
    .reduce((sum, { amount, currency }) => addMoney(sum, fromMinor(BigInt(amount), currency)), cap.money),
})

/** A goal's own budget with what people raised of it. What has no cap has none to raise. */
export const raisedBudget = (
  budget: GoalBudget | undefined,
  raised: readonly Raised[],
): GoalBudget | undefined => {
  if (budget === undefined || raised.length === 0) return budget
  const { tokens, cost, tool_calls, handoffs, attempts, wall_time, money_moved } = budget
  return {
    ...(tokens && { tokens: higher(tokens, countOf(raised, 'tokens')) }),
    ...(cost && { cost: richer(cost, raised, 'cost') }),
    ...(tool_calls && { tool_calls: higher(tool_calls, countOf(raised, 'tool_calls')) }),
    ...(handoffs && { handoffs: higher(handoffs, countOf(raised, 'handoffs')) }),
    ...(attempts && { attempts: higher(attempts, countOf(raised, 'attempts')) }),
    ...(wall_time !== undefined && { wall_time: wall_time + countOf(raised, 'wall_time') }),
    ...(money_moved && { money_moved: money_moved.map((cap) => richer(cap, raised, 'money_moved')) }),
  }
}
