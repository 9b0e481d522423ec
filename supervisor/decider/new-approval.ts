import type { GoalEvent } from '../../contracts/events.ts'
import type { Approval } from './state.ts'

type Requested = Extract<GoalEvent, { type: 'ApprovalRequested' }>['data']

/** What is known of a request when it is made: open, nobody has voted. */
export const newApproval = (data: Requested, at: string): Approval => ({
  id: data.approval,
  effect: data.effect,
  requestedAt: at,
  status: 'open',
  role: data.role,
  roles: [data.role],
  votes: data.votes,
  voters: [],
  votedAs: {},
  separate: data.separate,
  due: data.due,
  remind: data.remind,
  reminded: false,
  next: data.next === null || data.then === 'escalate' ? null : { then: data.then, ...data.next },
  moves: 0,
  deferrals: 0,
  amount: data.amount,
  args: data.args,
  edited: false,
  definition: data.definition,
  policy: data.policy,
  why: data.why,
  hold: data.holder === '' ? null : data.holder,
})
