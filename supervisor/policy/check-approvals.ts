import { compareMoney } from '../../contracts/money.ts'
import type { Money } from '../../contracts/money.ts'
import type { Person, WriteTool } from '../../contracts/policy.ts'
import type { FaultList } from './fault-list.ts'
import type { Path } from './policy-source.ts'

const thresholds = ['separate_over', 'always_over', 'four_eyes_over'] as const
/** A day is 24 hours of business, so this is a long time. */
const longest = 90 * 86_400_000
const reaches = (limit: Money, amount: Money): boolean =>
  limit.currency === amount.currency && compareMoney(limit, amount) > 0

const checkThresholds = (rule: WriteTool, faults: FaultList, path: Path): void => {
  const set = thresholds.flatMap((name) => {
    const money = rule.approve[name]
    return money ? [{ name, money }] : []
  })
  for (const { name, money } of set) {
    if (rule.amount === undefined)
      faults.add([...path, name], 'MISSING_AMOUNT', `${name} is compared with nothing`)
    if (money.currency !== set[0]?.money.currency)
      faults.add([...path, name], 'CURRENCY_MIX', `${money.currency} beside ${set[0]?.money.currency}`)
  }
}

const checkRole = (
  { approve, needs_two_after: after }: WriteTool,
  role: string,
  people: readonly Person[],
  faults: FaultList,
  path: Path,
  at: Path,
): void => {
  const holders = people.filter(({ roles }) => roles.includes(role))
  const needed = (approve.four_eyes_over || after ? 2 : 1) + 1
  if (holders.length === 0) faults.add(at, 'UNKNOWN_ROLE', `nobody has the role ${role}`)
  else if (holders.length < needed)
    faults.add(at, 'ROLE_TOO_SMALL', `${role} has ${holders.length} people, its approvals may need ${needed}`)
  const over = approve.four_eyes_over
  const able = holders.filter(({ limit }) => over === undefined || reaches(limit, over))
  if (holders.length >= needed && able.length < 2)
    faults.add([...path, 'four_eyes_over'], 'ROLE_LIMITS', `${able.length} of ${role} may decide above it`)
}

/**
 * Whether enough people could ever decide: whoever asked may be one of the role and stands aside where separation
 * holds; above `four_eyes_over` two others decide, each within their own limit. The same of the role that is asked next.
 */
export const checkApprovals = (
  rule: WriteTool,
  owner: string,
  people: readonly Person[],
  faults: FaultList,
  path: Path,
): void => {
  const { approve } = rule
  const { then } = approve
  checkRole(
    rule,
    approve.role ?? owner,
    people,
    faults,
    path,
    approve.role === undefined ? path : [...path, 'role'],
  )
  if (then.kind === 'reroute') checkRole(rule, then.role, people, faults, path, [...path, 'then', 'reroute'])
  checkThresholds(rule, faults, path)
  const { remind, within } = approve
  if (remind !== undefined && remind >= within)
    faults.add([...path, 'remind'], 'BAD_DURATION', 'remind comes before within has passed')
  if (within > longest) faults.add([...path, 'within'], 'BAD_DURATION', 'nobody waits longer than 90 days')
}
