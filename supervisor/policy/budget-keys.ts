import type { Raised } from '../../contracts/events/raised.ts'
import { inCompanyCurrency } from '../../contracts/in-company-currency.ts'
import { fromMinor, type Money } from '../../contracts/money.ts'
import type { Period, Ruled } from '../../contracts/policy.ts'
import { capsIn, isLooser } from './caps-in.ts'
import type { BudgetKind, Cap } from './caps-in.ts'
import type { CompiledPolicy, CompiledWrite } from './compiled-policy.ts'
import type { WriteFacts } from './facts-given.ts'
import { renderKey } from './key-template.ts'
import { raisedBudget } from './raised-budget.ts'
import { RuleError, ruled } from './rule-error.ts'

/** One limit of one ledger document. `key` is the same text in every workflow; days are those of `timezone`. */
export type BudgetKey = {
  key: string
  kind: BudgetKind
  limit: { money: Money } | { count: number }
  period: Period
  timezone: string
}

/** `raised`: what people raised of the goal's own budget */
export type Scope = { workflow: string; goal: string; agent: string; raised?: readonly Raised[] }

const keyed = (key: string, timezone: string, caps: readonly { kind: BudgetKind; cap: Cap }[]): BudgetKey[] =>
  caps.map(({ kind, cap }) => {
    const limit = 'money' in cap ? { money: cap.money } : { count: cap.count }
    return { key, kind, limit, period: cap.period, timezone }
  })

/** Models cost in the company's currency, so that is what their caps are counted in; one that no rate converts holds nothing. */
const inOneCurrency =
  ({ company, rate }: CompiledPolicy) =>
  (key: BudgetKey): BudgetKey => {
    if (key.kind !== 'cost' || !('money' in key.limit)) return key
    const money = inCompanyCurrency(key.limit.money, company.currency, rate)
    return { ...key, limit: { money: money ?? fromMinor(0n, company.currency) } }
  }

const asCap = ({ limit, period }: BudgetKey): Cap => ({ ...limit, period })
/** Of two limits on one thing only the tighter one counts. */
const tightest = (keys: readonly BudgetKey[]): BudgetKey[] =>
  keys.filter(
    (one, index) =>
      !keys.some((other, position) => {
        if (other === one || other.key !== one.key || other.kind !== one.kind) return false
        if (isLooser(asCap(one), asCap(other))) return true
        const equal =
          !isLooser(asCap(other), asCap(one)) &&
          JSON.stringify([one.limit, one.period]) === JSON.stringify([other.limit, other.period])
        return equal && position < index
      }),
  )

/**
 * Every limit under which a goal's agent works in a workflow: the goal's, the agent's, the workflow's and the company's.
 * Only a workflow's own key counts days in the workflow's time zone: a document that workflows share has one day.
 */
export const budgetKeys = (policy: CompiledPolicy, scope: Scope): BudgetKey[] => {
  const { company } = policy
  const workflow = policy.workflows.get(scope.workflow)
  const own = workflow?.policy.budgets
  const above = company.budgets
  const at = (key: string, zone: string, ...budgets: Parameters<typeof capsIn>[0][]): BudgetKey[] =>
    budgets.flatMap((budget) => keyed(key, zone, capsIn(budget)).map(inOneCurrency(policy)))
  return tightest([
    ...at(`goal:${scope.goal}`, company.timezone, raisedBudget(own?.goal, scope.raised ?? []), above.goal),
    ...at(`agent:${scope.agent}`, company.timezone, own?.agent, above.agent),
    ...at(
      `workflow:${scope.workflow}`,
      workflow?.timezone ?? company.timezone,
      own?.workflow,
      above.workflow,
    ),
    ...at('company', company.timezone, above.company),
  ])
}

const renderedKeys = (
  policy: CompiledPolicy,
  workflow: string,
  write: CompiledWrite,
  given: Given,
): BudgetKey[] => {
  const budgets = policy.workflows.get(workflow)?.policy.budgets
  const context = write.context(given)
  return write.keyed.flatMap((template) =>
    keyed(renderKey(template, context), policy.company.timezone, capsIn(budgets?.[template.text])),
  )
}
type Given = Pick<WriteFacts, 'args' | 'goal' | 'facts'> & { amount: Money }
const inCurrency = (keys: readonly BudgetKey[], currency: string): BudgetKey[] =>
  keys.filter(
    ({ kind, limit }) => kind === 'money_moved' && 'money' in limit && limit.money.currency === currency,
  )

/**
 * The limits that money counts against which has moved already, by a person's hand: those that can be told. Nothing is
 * refused here, since nothing can be undone; facts that name no customer count for none.
 */
export const movedKeys = (
  policy: CompiledPolicy,
  scope: Scope,
  write: CompiledWrite | undefined,
  given: Given,
): BudgetKey[] => {
  const named = write === undefined ? null : ruled(() => renderedKeys(policy, scope.workflow, write, given))
  const all = [...budgetKeys(policy, scope), ...(named?.ok ? named.value : [])]
  return inCurrency(all, given.amount.currency)
}

/**
 * The limits that one effect's money counts against, with those of its facts (`customer:C17`). An error where a key
 * cannot be rendered, or where no cap of the company, or of a key that is capped at all, is in its currency:
 * a currency without a cap cannot move.
 */
export const moneyKeys = (
  policy: CompiledPolicy,
  scope: Scope,
  write: CompiledWrite,
  given: Given,
): Ruled<BudgetKey[]> =>
  ruled(() => {
    const rendered = renderedKeys(policy, scope.workflow, write, given)
    const all = [...budgetKeys(policy, scope), ...rendered].filter(({ kind }) => kind === 'money_moved')
    const { currency } = given.amount
    const usable = inCurrency(all, currency)
    for (const key of new Set(['company', ...all.map(({ key: name }) => name)]))
      if (!usable.some((one) => one.key === key))
        throw new RuleError(`no cap of ${key} is in ${currency}`, { code: 'NO_BUDGET' })
    return usable
  })
