import { addBusinessTime } from '../../contracts/business-time.ts'
import type { Difference } from '../../contracts/events/effect-events.ts'
import type { GoalEvent } from '../../contracts/events.ts'
import { nextDayStart } from '../../contracts/local-time.ts'
import type { ProposedCall } from './effect-commands.ts'
import type { Asks } from './rules/asks.ts'
import type { ApprovalTerms, Judgement, LedgerAnswer } from './terms.ts'

type Requested = { at: string; call: ProposedCall; approval: string; definition: string; policies: string[] }
type Times = { remind: string | null; due: string }
type Replaced = { replaces: string; difference: Difference[] }

/** When people are reminded and when it is too late, counted from an instant in the company's business hours. */
export const approvalTimes = (from: string, approve: ApprovalTerms): Times => {
  const { withinSeconds, remindSeconds, calendar } = approve
  return {
    remind: remindSeconds === null ? null : addBusinessTime(from, remindSeconds * 1000, calendar),
    due: addBusinessTime(from, withinSeconds * 1000, calendar),
  }
}

/** Who is asked where nobody decides in time. All times are settled by the request: later nobody looks at a calendar. */
const nextOf = (approve: ApprovalTerms, due: string): ({ role: string } & Times) | null => {
  const { then, role, timezone } = approve
  switch (then.kind) {
    case 'escalate':
      return null
    case 'reroute':
      return { role: then.role, ...approvalTimes(due, approve) }
    case 'tomorrow':
      return { role, ...approvalTimes(nextDayStart(due, timezone), approve) }
    default:
      return then satisfies never
  }
}

/** Asks people for exactly this call: bound to goal, effect, arguments, definition and policy; it expires. */
export const requestApproval = (
  command: Requested,
  judgement: Judgement,
  ask: Asks,
  held: Extract<LedgerAnswer, { ok: true }> | null,
  replaced: Replaced | null = null,
): GoalEvent => {
  const { base: _base, ...call } = command.call
  const { approve, amount } = judgement
  const times = approvalTimes(command.at, approve)
  return {
    type: 'ApprovalRequested',
    data: {
      ...call,
      approval: command.approval,
      definition: command.definition,
      policy: command.policies[0] ?? '',
      amount,
      why: ask.why,
      role: approve.role,
      votes: ask.votes,
      separate: ask.separate,
      ...times,
      then: approve.then.kind,
      next: nextOf(approve, times.due),
      replaces: replaced?.replaces ?? null,
      difference: replaced?.difference ?? [],
      holder: held?.holder ?? '',
      reservations: held?.reservations ?? [],
    },
  }
}
