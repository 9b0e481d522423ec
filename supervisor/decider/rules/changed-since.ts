import type { Difference } from '../../../contracts/events/effect-events.ts'
import { canonicalMoney, formatMoney, type Money } from '../../../contracts/money.ts'
import type { ClaimEffect } from '../effect-commands.ts'
import type { Approval, Goal } from '../state.ts'
import type { Judgement, Person } from '../terms.ts'
import type { Asks } from './asks.ts'
import { overLimit } from './over-limit.ts'

const sameAmount = (left: Money | null, right: Money | null): boolean =>
  left === null || right === null
    ? left === right
    : left.currency === right.currency && canonicalMoney(left) === canonicalMoney(right)

const text = (money: Money | null): string => (money === null ? 'none' : formatMoney(money))

/** Who approved must still be allowed to: there, with a role that was asked, within their limit, and not who asked. */
const voterChanged = (
  voter: string,
  people: readonly Person[],
  goal: Goal,
  approval: Approval,
  judgement: Judgement,
): Difference | null => {
  const person = people.find((one) => one.id === voter)
  const cast = approval.votedAs[voter]
  const lender = people.find((one) => one.id === cast?.standsFor)
  if (!person || (cast?.standsFor && !lender))
    return { what: 'person', before: voter, after: 'not in people.yaml' }
  // A role that policy asks for by now must be theirs, too; one that was asked when nobody decided in time is as good.
  const { role } = judgement.approve
  const roles = approval.roles.includes(role) ? approval.roles : [role]
  const held = lender?.roles ?? person.roles
  if (!roles.some((one) => held.includes(one)))
    return { what: 'role', before: `${voter}: ${approval.role}`, after: roles.join(', ') }
  if (approval.separate && [voter, cast?.standsFor].some((one) => one && goal.chain.includes(one)))
    return { what: 'person', before: voter, after: 'has asked for it since' }
  const { amount } = judgement
  if (amount === null || (person.limit !== null && !overLimit(amount, person.limit))) return null
  return {
    what: 'limit',
    before: `${voter}: ${text(cast?.limit ?? null)}`,
    after: `${voter}: ${text(person.limit)}`,
  }
}

/** What is no longer as it was when people approved this call; [] = it may run as it was approved. */
export const changedSince = (
  { people, definition }: Pick<ClaimEffect, 'people' | 'definition'>,
  goal: Goal,
  approval: Approval,
  judgement: Judgement,
  now: Asks,
): Difference[] => {
  const changed: Difference[] = []
  if (now.votes > approval.voters.length)
    changed.push({ what: 'votes', before: String(approval.voters.length), after: String(now.votes) })
  if (now.separate && !approval.separate) changed.push({ what: 'separate', before: 'no', after: 'yes' })
  if (!sameAmount(approval.amount, judgement.amount))
    changed.push({ what: 'amount', before: text(approval.amount), after: text(judgement.amount) })
  if (definition !== approval.definition)
    changed.push({ what: 'definition', before: approval.definition, after: definition })
  for (const voter of approval.voters) {
    const found = voterChanged(voter, people, goal, approval, judgement)
    if (found !== null) changed.push(found)
  }
  return changed
}

/** What differs where an agent proposes the same effect with other arguments. */
export const otherCall = (
  approval: Approval,
  call: { args: string },
  amount: Money | null,
  votes: number,
): Difference[] => [
  ...(approval.args === call.args
    ? []
    : [{ what: 'args' as const, before: approval.args, after: call.args }]),
  ...(sameAmount(approval.amount, amount)
    ? []
    : [{ what: 'amount' as const, before: text(approval.amount), after: text(amount) }]),
  ...(approval.votes === votes
    ? []
    : [{ what: 'votes' as const, before: String(approval.votes), after: String(votes) }]),
]
