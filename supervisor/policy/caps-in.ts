import { compareMoney } from '../../contracts/money.ts'
import type { CountCap, GoalBudget, KeyedBudget, MoneyCap, WindowBudget } from '../../contracts/policy.ts'

export type BudgetKind = 'money_moved' | 'cost' | 'tokens' | 'tool_calls' | 'handoffs' | 'attempts'
export type Cap = MoneyCap | CountCap
type Budget = GoalBudget | WindowBudget | KeyedBudget

/** Every cap of a budget that counts or is money. wall_time is neither: it is a timer. */
export const capsIn = (budget: Budget | undefined): { kind: BudgetKind; cap: Cap }[] => {
  const { tokens, cost, tool_calls, handoffs, attempts, money_moved }: GoalBudget = { ...budget }
  const single = { tokens, cost, tool_calls, handoffs, attempts }
  const kinds = ['tokens', 'cost', 'tool_calls', 'handoffs', 'attempts'] as const
  return [
    ...kinds.flatMap((kind) => {
      const cap = single[kind]
      return cap ? [{ kind, cap }] : []
    }),
    ...(money_moved ?? []).map((cap) => ({ kind: 'money_moved' as const, cap })),
  ]
}

/** Whether both are about the same thing: unit and period. */
const alike = (left: Cap, right: Cap): boolean => {
  if (left.period !== right.period) return false
  if ('count' in left) return 'count' in right
  return 'money' in right && left.money.currency === right.money.currency
}

/** Whether the first leaves more room than the second, where both are about the same thing. */
export const isLooser = (left: Cap, right: Cap): boolean => {
  if (!alike(left, right)) return false
  if ('count' in left) return 'count' in right && left.count > right.count
  return 'money' in right && compareMoney(left.money, right.money) > 0
}
