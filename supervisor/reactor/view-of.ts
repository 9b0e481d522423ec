import { formatMoney, fromMinor, minorOf } from '../../contracts/money.ts'
import type { GoalView, InboxItem } from '../../store/port.ts'
import { awaitsReview } from '../decider/look-back.ts'
import { liveTasks, openApprovals, statusOf, type Goal } from '../decider/state.ts'
import { outcomeOf } from './outcome-of.ts'

const moved = (goal: Goal): string => {
  const sums = new Map<string, bigint>()
  for (const id of goal.done) {
    const amount = goal.effects[id]?.amount
    if (amount) sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + minorOf(amount))
  }
  return [...sums].map(([currency, minor]) => formatMoney(fromMinor(minor, currency))).join(' + ')
}

/** Who could not be told of an item as it stands now; nothing where everybody could, or nobody had to be. */
const untold = (goal: Goal, item: string): { untold?: number } => {
  const people = new Set<string>()
  for (const one of Object.values(goal.told)) if (one.item === item && one.code !== '') people.add(one.person)
  // A later word that did arrive is as good as the earlier ones that did not.
  for (const one of Object.values(goal.told))
    if (one.item === item && one.code === '') people.delete(one.person)
  return people.size === 0 ? {} : { untold: people.size }
}

const inboxOf = (goal: Goal, owner: string): InboxItem[] => {
  const items: InboxItem[] = openApprovals(goal).map((approval) => ({
    id: approval.id,
    kind: 'approval',
    goal: goal.id,
    workflow: goal.workflow,
    role: approval.role,
    since: goal.effects[approval.effect]?.orderedAt ?? goal.updated,
    due: approval.due,
    code: approval.why[0] ?? 'mode',
    amount: approval.amount === null ? null : formatMoney(approval.amount),
    ...untold(goal, approval.id),
  }))
  const { escalation } = goal
  if (escalation !== null && goal.status !== 'ended')
    items.push({
      id: goal.id,
      kind: 'escalation',
      goal: goal.id,
      workflow: goal.workflow,
      role: escalation.role,
      since: escalation.at,
      due: null,
      code: escalation.code,
      amount: null,
      ...untold(goal, goal.id),
    })
  if (awaitsReview(goal))
    items.push({
      id: `review-${goal.id}`,
      kind: 'review',
      goal: goal.id,
      workflow: goal.workflow,
      role: owner,
      since: goal.endedAt ?? goal.updated,
      due: null,
      code: goal.endCode,
      amount: null,
    })
  return items
}

/** One line of the goal list, and what of this goal waits for a person; `owner` reviews. Cost: millionths of the unit, as text. */
export const viewOf = (goal: Goal, halted: boolean, owner: string): GoalView => ({
  id: goal.id,
  version: goal.version,
  status: statusOf(goal),
  class: goal.class,
  halted,
  workflow: goal.workflow,
  agent: liveTasks(goal).at(-1)?.agent ?? null,
  requester: goal.person ?? goal.account,
  account: goal.account,
  created: goal.at,
  updated: goal.updated,
  ended: goal.endedAt,
  cost: String(goal.spent.cost),
  moved: moved(goal),
  tour: goal.tour,
  text: goal.text,
  inbox: inboxOf(goal, owner),
  outcome: outcomeOf(goal),
})
