import { canonicalJson } from '../../contracts/canonical-json.ts'
import { formatMoney } from '../../contracts/money.ts'
import type { ApprovalShown, GoalPage } from '../../contracts/http/goal-page.ts'

export type Difference = { what: string; before: unknown; now: unknown }

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {}

const between = (kind: string, before: unknown, now: unknown): Difference[] => {
  const [old, fresh] = [fieldsOf(before), fieldsOf(now)]
  return [...new Set([...Object.keys(old), ...Object.keys(fresh)])]
    .filter((name) => canonicalJson(old[name] ?? null) !== canonicalJson(fresh[name] ?? null))
    .map((name) => ({ what: `${kind} ${name}`, before: old[name] ?? null, now: fresh[name] ?? null }))
}

const factsOf = ({ facts }: ApprovalShown): Record<string, unknown> =>
  Object.fromEntries(facts.map(({ as, value }) => [as, value]))

const amountOf = ({ amount }: ApprovalShown): string => (amount === null ? 'none' : formatMoney(amount))

const single = (what: string, before: string, now: string): Difference[] =>
  before === now ? [] : [{ what, before, now }]

/** The request for the same call that this one follows; undefined where it is the first. */
export const previousApproval = (goal: GoalPage, approval: ApprovalShown): ApprovalShown | undefined => {
  const same = goal.approvals.filter(({ effect }) => effect === approval.effect)
  return same[same.findIndex(({ id }) => id === approval.id) - 1]
}

/** What is not as it was when a person was asked about the same call before. */
export const approvalDifferences = (before: ApprovalShown, now: ApprovalShown): Difference[] => [
  ...single('amount', amountOf(before), amountOf(now)),
  ...between('value', before.args, now.args),
  ...[...new Set([...Object.keys(factsOf(before)), ...Object.keys(factsOf(now))])].flatMap((name) =>
    between(`fact ${name}:`, factsOf(before)[name], factsOf(now)[name]),
  ),
  ...single('people needed', String(before.votes), String(now.votes)),
  ...single('role', before.role, now.role),
  ...single('policy', before.policy, now.policy),
  ...single('definition of the tool', before.definition, now.definition),
]
