import type { SharedCap, SharedCaps } from '../../contracts/events/parent.ts'
import { compareMoney } from '../../contracts/money.ts'
import { budgetKeys, type BudgetKey } from './budget-keys.ts'
import type { CompiledPolicy } from './compiled-policy.ts'

type Counts = { handoffs: number | null; toolCalls: number | null; attempts: number | null }

const asShared = ({ kind, limit }: BudgetKey): SharedCap[] => {
  if (kind === 'tokens' && 'count' in limit) return [{ kind, count: limit.count }]
  if ((kind === 'cost' || kind === 'money_moved') && 'money' in limit) return [{ kind, money: limit.money }]
  return []
}
const alike = (left: SharedCap, right: SharedCap): boolean =>
  left.kind === right.kind &&
  ('money' in left && 'money' in right ? left.money.currency === right.money.currency : true)
const isLarger = (left: SharedCap, right: SharedCap): boolean =>
  'money' in left && 'money' in right
    ? compareMoney(left.money, right.money) > 0
    : 'count' in left && 'count' in right && left.count > right.count

/** Where one part has no cap at all, the largest of them is none. What is shared out is rounded down. */
const shareOf = (counts: readonly (number | null)[]): number | null => {
  const known = counts.flatMap((count) => count ?? [])
  return known.length < counts.length ? null : Math.floor(Math.max(...known) / counts.length)
}

/**
 * What all parts of a split goal may use together: of each kind the largest cap that any of their workflows gives one
 * goal. Money and tokens are held in one ledger document of the whole; what is counted in a goal's own log is shared out.
 */
export const sharedCaps = (
  policy: CompiledPolicy,
  parts: readonly { workflow: string; counts: Counts }[],
): SharedCaps => {
  const lists = parts.map(({ workflow }) =>
    budgetKeys(policy, { workflow, goal: '', agent: '', raised: [] })
      .filter(({ key }) => key === 'goal:')
      .flatMap(asShared),
  )
  const together: SharedCap[] = []
  for (const cap of lists.flat()) {
    // A currency without a cap cannot move, so a part without one is no larger; tokens without one have no end.
    if (cap.kind !== 'money_moved' && !lists.every((list) => list.some((one) => alike(one, cap)))) continue
    const known = together.findIndex((one) => alike(one, cap))
    const before = together[known]
    if (before === undefined) together.push(cap)
    else if (isLarger(cap, before)) together[known] = cap
  }
  return {
    together,
    each: {
      handoffs: shareOf(parts.map(({ counts }) => counts.handoffs)),
      toolCalls: shareOf(parts.map(({ counts }) => counts.toolCalls)),
      attempts: shareOf(parts.map(({ counts }) => counts.attempts)),
    },
  }
}

/** The caps of the whole as those of a part: one ledger document that all of its parts write into. */
export const capsOfWhole = (parent: { goal: string; caps: SharedCaps } | null): BudgetKey[] =>
  (parent?.caps.together ?? []).map((cap) => ({
    key: `goal:${parent?.goal ?? ''}`,
    kind: cap.kind,
    limit: 'money' in cap ? { money: cap.money } : { count: cap.count },
    period: 'goal',
    timezone: 'UTC',
  }))
