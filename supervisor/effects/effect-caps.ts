import { compareMoney, type Money } from '../../contracts/money.ts'
import type { Ruled } from '../../contracts/policy.ts'
import type { FactRead } from '../../contracts/tools.ts'
import type { ControlState } from '../control/control-state.ts'
import type { Goal } from '../decider/state.ts'
import type { Deps } from '../deps.ts'
import { arrivalOf, bothPolicies, goalView, valuesOf } from './judge-effect.ts'
import { capsOfWhole } from '../policy/shared-caps.ts'
import { moneyKeys, type BudgetKey } from '../policy/budget-keys.ts'
import { factsOf, rulesForAll } from '../policy/rules-for.ts'

const unit = ({ limit }: BudgetKey): string => ('money' in limit ? limit.money.currency : '')
const isTighter = (left: BudgetKey, right: BudgetKey): boolean => {
  if ('count' in left.limit) return 'count' in right.limit && left.limit.count < right.limit.count
  return 'money' in right.limit && compareMoney(left.limit.money, right.limit.money) < 0
}

/**
 * Caps of several policies, the one in force last, as one list: of two caps on one ledger document the lower one
 * counts, in the days of the policy in force, since everybody must write into the same day.
 */
export const strictestCaps = (lists: readonly (readonly BudgetKey[])[]): BudgetKey[] => {
  const found = new Map<string, BudgetKey>()
  for (const cap of lists.flat()) {
    const name = [cap.key, cap.kind, cap.period, unit(cap)].join('\u0000')
    const known = found.get(name)
    found.set(name, known && isTighter(known, cap) ? { ...known, timezone: cap.timezone } : cap)
  }
  return [...found.values()]
}

/** A part of a split goal counts against the whole, too, in the currency that moves. */
export const moneyOfWhole = (goal: Pick<Goal, 'parent'>, amount: Money): BudgetKey[] =>
  capsOfWhole(goal.parent).filter(
    ({ kind, limit }) =>
      kind === 'money_moved' && 'money' in limit && limit.money.currency === amount.currency,
  )

/** Every cap that what an effect moves counts against, under the goal's policy and the current one. */
export const effectCaps = async (
  deps: Deps,
  control: ControlState,
  goal: Goal,
  call: {
    agent: string
    tool: string
    args: Record<string, unknown>
    facts: readonly FactRead[]
    amount: Money
  },
): Promise<Ruled<BudgetKey[]>> => {
  const view = await goalView(deps, goal)
  const policies = bothPolicies(deps, control, goal)
  const rules = rulesForAll(policies, goal.workflow, call.tool, arrivalOf(view))
  const values = valuesOf(call.facts)
  const lists: BudgetKey[][] = []
  for (const policy of policies) {
    const rule = rules.find(
      ({ write }) => write === policy.workflows.get(goal.workflow)?.writes.get(call.tool),
    )
    if (!rule || values === null)
      return { ok: false, error: { code: 'RULE_ERROR', message: `${call.tool} cannot be counted` } }
    const scope = { workflow: goal.workflow, goal: goal.id, agent: call.agent, raised: goal.raised }
    const given = { args: call.args, goal: view, facts: factsOf(rule, values), amount: call.amount }
    const keys = moneyKeys(policy, scope, rule.write, given)
    if (!keys.ok) return keys
    lists.push(keys.value)
  }
  return { ok: true, value: strictestCaps([...lists, moneyOfWhole(goal, call.amount)]) }
}
