import type { GoalEvent } from '../../contracts/events.ts'
import type { ProposedCall } from './effect-commands.ts'
import type { Asks } from './rules/asks.ts'
import type { Judgement, LedgerAnswer } from './terms.ts'

type Requested = { at: string; call: ProposedCall; approval: string; definition: string; policies: string[] }
const later = (at: string, seconds: number): string => new Date(Date.parse(at) + seconds * 1000).toISOString()

/** Asks people for exactly this call: bound to goal, effect, arguments, definition and policy; it expires. */
export const requestApproval = (
  command: Requested,
  judgement: Judgement,
  ask: Asks,
  held: Extract<LedgerAnswer, { ok: true }> | null,
): GoalEvent => {
  const { base: _base, ...call } = command.call
  const { approve, amount } = judgement
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
      due: later(command.at, approve.withinSeconds),
      remind: approve.remindSeconds === null ? null : later(command.at, approve.remindSeconds),
      then: 'escalate',
      holder: held?.holder ?? '',
      reservations: held?.reservations ?? [],
    },
  }
}
