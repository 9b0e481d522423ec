import { z } from 'zod'
import { RemitError } from '../../contracts/errors.ts'
import type { Raised, RaisedKind } from '../../contracts/events/raised.ts'
import { fromMinor, minorOf, type Money } from '../../contracts/money.ts'
import { DurationText, MoneyText, type GoalBudget } from '../../contracts/policy.ts'
import type { ControlState } from '../control/control-state.ts'
import type { Goal } from '../decider/state.ts'
import type { Deps } from '../deps.ts'
import { bothPolicies } from '../effects/judge-effect.ts'
import { raisedBudget } from '../policy/raised-budget.ts'

const Count = z
  .string()
  .regex(/^[1-9]\d{0,11}$/)
  .transform(Number)

const wrong = (kind: RaisedKind, by: string): never => {
  throw new RemitError('SCHEMA', {
    issues: [{ path: 'by', message: `${by} is no amount of ${kind}: write e.g. '10 EUR', '5' or '2h'` }],
  })
}

/** '10 EUR' of money_moved or cost, '2h' of wall_time, '5' of anything else. @throws RemitError SCHEMA */
export const raisedFrom = (kind: RaisedKind, by: string): Raised => {
  if (kind === 'money_moved' || kind === 'cost') {
    const { data: money } = MoneyText.safeParse(by)
    if (money === undefined || minorOf(money) === 0n) return wrong(kind, by)
    return { kind, currency: money.currency, amount: String(minorOf(money)) }
  }
  const { data: count } = (kind === 'wall_time' ? DurationText : Count).safeParse(by)
  return count === undefined ? wrong(kind, by) : { kind, currency: '', amount: String(count) }
}

/** The goal's own cap of one kind, as an integer in the unit of Raised; null where there is none. */
const capOf = (budget: GoalBudget | undefined, { kind, currency }: Raised): bigint | null => {
  if (budget === undefined) return null
  if (kind === 'wall_time') return budget.wall_time === undefined ? null : BigInt(budget.wall_time)
  if (kind === 'cost' || kind === 'money_moved') {
    const caps = kind === 'cost' ? [budget.cost] : (budget.money_moved ?? [])
    const cap = caps.find((one) => one?.money.currency === currency)
    return cap === undefined ? null : minorOf(cap.money)
  }
  const cap = budget[kind]
  return cap === undefined ? null : BigInt(cap.count)
}

/**
 * What a top-up would come to: the whole cap that the person's limit must cover, and whether it grows at all. It does
 * not where the workflow has no such cap to raise, or where the company's cap of any goal stands at it already.
 */
export const topUpFor = (
  deps: Deps,
  control: ControlState,
  goal: Goal,
  raised: Raised,
): { whole: Money | null; grows: boolean } => {
  const grown = bothPolicies(deps, control, goal).map((policy) => {
    const own = policy.workflows.get(goal.workflow)?.policy.budgets.goal
    const above = capOf(policy.company.budgets.goal, raised)
    const under = (cap: bigint | null): bigint | null =>
      cap === null || above === null || cap < above ? cap : above
    const before = under(capOf(raisedBudget(own, goal.raised), raised))
    return { before, after: under(capOf(raisedBudget(own, [...goal.raised, raised]), raised)) }
  })
  const grows = grown.every(({ before, after }) => before !== null && after !== null && after > before)
  if (raised.kind !== 'money_moved' && raised.kind !== 'cost') return { whole: null, grows }
  const asked = fromMinor(BigInt(raised.amount), raised.currency)
  const most = grown.reduce((high, { after }) => (after !== null && after > high ? after : high), 0n)
  return { whole: most === 0n ? asked : fromMinor(most, raised.currency), grows }
}
