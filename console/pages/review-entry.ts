import type { GoalPage } from '../../contracts/http/goal-page.ts'
import type { InboxEntry } from '../../contracts/http/inbox.ts'
import type { InboxItem } from '../../store/port.ts'
import { mayDecide, type Rota } from './may-decide.ts'

/** A goal that ended without a person and was drawn: was it right? What was done is shown, with its facts. */
export const reviewEntry = (
  item: InboxItem,
  page: GoalPage,
  rota: Rota,
  requesters: string[],
): Omit<
  InboxEntry,
  'id' | 'goalId' | 'goal' | 'workflow' | 'requester' | 'role' | 'since' | 'due' | 'code' | 'timezone'
> => ({
  kind: 'review',
  why: `It ended without a person (${page.class ?? 'ended'}) and was drawn for review: was the outcome right?`,
  amount: null,
  mayDecide: mayDecide(rota, {
    role: item.role,
    amount: null,
    separate: true,
    chain: requesters,
    voters: [],
  }),
  votes: null,
  call: null,
  facts: page.effects.flatMap(({ facts }) => facts),
  rules: page.effects.flatMap(({ rules }) => rules),
  next: `remit review ${item.goal} right`,
  escalation: null,
  approval: null,
  effects: page.effects,
})
