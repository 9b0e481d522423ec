import type { GoalEvent } from '../../contracts/events.ts'
import type { Decide } from './person-commands.ts'
import type { Decision } from './decision.ts'
import { answer, warnings } from './escalate.ts'
import { actsAs } from './rules/acts-as.ts'
import { approver } from './rules/approver.ts'
import { toolsRun } from './rules/tools-run.ts'
import { asks } from './rules/asks.ts'
import type { Approval, Goal } from './state.ts'

const refusedTo = (command: Decide, code: string): Decision => ({
  events: [
    {
      type: 'CommandRefused',
      data: { command: command.command, kind: 'decide', person: command.person.id, code },
    },
  ],
  answer: { kind: 'refused', code },
})

/** Past its time it belongs to whoever is asked next, whether or not the timer that says so has fired. */
const asNow = (approval: Approval, at: string): Approval =>
  approval.next !== null && at > approval.due ? { ...approval, ...approval.next, next: null } : approval

const lenders = ({ votedAs }: Approval): string[] =>
  Object.values(votedAs).flatMap(({ standsFor }) => (standsFor ? [standsFor] : []))

/**
 * A person's decision on one exact call. An old or unknown id is refused, never applied to a newer call; an edit is
 * part of the decision: it voids earlier votes, and limit, four eyes and `allow` are judged on the edited call.
 */
export const decideApproval = (command: Decide, goal: Goal): Decision => {
  const found = goal.approvals[command.approval]
  if (!found) return refusedTo(command, 'UNKNOWN_APPROVAL')
  if (found.status !== 'open') return refusedTo(command, 'ALREADY_DECIDED')
  const approval = asNow(found, command.at)
  if (command.at > approval.due) return refusedTo(command, 'EXPIRED')
  const { person, note, edit } = command
  const vote = {
    role: approval.role,
    separate: approval.separate,
    amount: approval.amount,
    chain: goal.chain,
    // Whose authority was used by a deputy has had their say, too.
    voters: [...approval.voters, ...lenders(approval)],
  }
  if (command.decision === 'reject') {
    // A 'no' moves nothing, so it needs the role and no limit.
    if (actsAs(person, { ...vote, separate: false, voters: [] }) === undefined)
      return refusedTo(command, 'NOT_YOUR_ROLE')
    return {
      events: [
        {
          type: 'ApprovalRejected',
          data: { approval: approval.id, effect: approval.effect, person: person.id, note },
        },
      ],
      answer: { kind: 'none' },
    }
  }
  const events: GoalEvent[] = []
  let { votes, voters } = approval
  let current = vote
  if (edit !== null) {
    if (!edit.judgement.allow)
      return refusedTo(command, edit.judgement.code === '' ? 'NOT_ALLOWED' : edit.judgement.code)
    if (!edit.ledger.ok) return refusedTo(command, 'OVER_BUDGET')
    const ask = asks(
      edit.judgement,
      { count: 0, held: false, settledAfterFacts: false },
      goal.person,
      toolsRun(goal, edit.judgement.approve.twoAfter),
    )
    votes = ask.votes
    voters = []
    const { amount } = edit.judgement
    const { holder, reservations, warned } = edit.ledger
    const separate = approval.separate || ask.separate
    current = { ...vote, amount, separate, voters }
    events.push(
      {
        type: 'ApprovalEdited',
        data: {
          approval: approval.id,
          person: person.id,
          args: edit.args,
          amount,
          votes,
          separate,
          holder,
          reservations,
        },
      },
      ...warnings(warned),
    )
  }
  const code = approver(person, current)
  if (code !== null) return refusedTo(command, code)
  const complete = voters.length + 1 >= votes
  events.push({
    type: 'ApprovalGranted',
    data: {
      approval: approval.id,
      person: person.id,
      note,
      own: goal.chain.includes(person.id),
      standsFor: actsAs(person, current) ?? null,
      limit: person.limit,
      complete,
    },
  })
  return complete
    ? { events, answer: { kind: 'none' } }
    : { events, answer: answer({ kind: 'refused', code: 'SECOND_PERSON' }).answer }
}
