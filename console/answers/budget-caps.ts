import { currencyExponent } from '../../contracts/currency-exponents.ts'
import { minorOf } from '../../contracts/money.ts'
import type { MoneyCap, WindowBudget } from '../../contracts/policy.ts'
import type { z } from 'zod'
import type { Policy } from '../record/read-policy.ts'

type Budget = Partial<z.infer<typeof WindowBudget>> | undefined
/** One cap as the ledger counts it: money in minor units, cost in millionths, counts as they are. */
export type Cap = {
  key: string
  kind: 'tokens' | 'cost' | 'money_moved'
  currency: string
  period: 'day' | '30d'
  limit: bigint
  timezone: string
}

const micros = ({ money }: MoneyCap): bigint => {
  const exponent = BigInt(currencyExponent(money.currency) ?? 0)
  return (minorOf(money) * 1_000_000n) / 10n ** exponent
}
const periodOf = (period: MoneyCap['period']): 'day' | '30d' => (period === '30d' ? '30d' : 'day')

const capsOf = (key: string, budget: Budget, timezone: string): Cap[] => {
  if (budget === undefined) return []
  const { tokens, cost, money_moved: moved } = budget
  return [
    ...(moved ?? []).map((cap) => ({
      key,
      kind: 'money_moved' as const,
      currency: cap.money.currency,
      period: periodOf(cap.period),
      limit: minorOf(cap.money),
      timezone,
    })),
    ...(cost === undefined
      ? []
      : [
          {
            key,
            kind: 'cost' as const,
            currency: cost.money.currency,
            period: periodOf(cost.period),
            limit: micros(cost),
            timezone,
          },
        ]),
    ...(tokens === undefined
      ? []
      : [
          {
            key,
            kind: 'tokens' as const,
            currency: '',
            period: periodOf(tokens.period),
            limit: BigInt(tokens.count),
            timezone,
          },
        ]),
  ]
}

const placeOf = (cap: Cap): string => [cap.key, cap.kind, cap.currency, cap.period].join(' ')

/** Of several caps on one thing the tightest counts. */
const tightest = (caps: Cap[]): Cap[] => {
  const kept = new Map<string, Cap>()
  for (const cap of caps) {
    const other = kept.get(placeOf(cap))
    if (other === undefined || cap.limit < other.limit) kept.set(placeOf(cap), cap)
  }
  return [...kept.values()]
}

/**
 * Every cap that spans goals, by its ledger key; those that facts name (customers) only for keys seen so far. Only a
 * workflow's own key counts days in the workflow's time zone: what workflows share has the company's days.
 */
export const budgetCaps = (policy: Policy, seen: string[]): Cap[] => {
  const home = policy.company?.timezone ?? 'UTC'
  const above = policy.company?.budgets
  const caps = Object.values(policy.workflows).flatMap((workflow) => {
    const { goal: _, agent, workflow: own, ...keyed } = workflow.budgets
    const named = Object.entries(keyed).flatMap(([template, budget]) => {
      const prefix = template.slice(0, template.indexOf('{'))
      return seen.filter((key) => key.startsWith(prefix)).flatMap((key) => capsOf(key, budget, home))
    })
    const both = [own, above?.workflow].flatMap((budget) =>
      capsOf(`workflow:${workflow.name}`, budget, workflow.timezone ?? home),
    )
    const agents = workflow.agents.flatMap((name) =>
      [agent, above?.agent].flatMap((budget) => capsOf(`agent:${name}`, budget, home)),
    )
    return [...both, ...agents, ...named]
  })
  return tightest([...capsOf('company', above?.company, home), ...caps])
}
