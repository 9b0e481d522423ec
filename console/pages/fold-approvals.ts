import type { GoalEvent, Recorded } from '../../contracts/events.ts'
import type { ApprovalShown } from '../../contracts/http/goal-page.ts'
import type { Texts } from '../record/read-texts.ts'
import { factList } from './fact-list.ts'
import { showDifference } from './show-difference.ts'
import { becauseOf } from './why-asked.ts'

const decided = (
  approval: ApprovalShown | undefined,
  decision: Partial<ApprovalShown['decisions'][number]> &
    Pick<ApprovalShown['decisions'][number], 'person' | 'what' | 'at'>,
): void => {
  approval?.decisions.push({ note: null, own: false, standsFor: null, args: null, ...decision })
}

type Requested = Extract<GoalEvent, { type: 'ApprovalRequested' }>['data']

/** What differs from the request before it, and who is asked where nobody decides. */
const whatFollows = ({ replaces, difference, then, next }: Requested, texts: Texts) => ({
  replaces,
  difference: showDifference(difference, texts),
  next: next === null ? null : { then, role: next.role, due: next.due },
})

/** Every permission that was asked for, who decided it, and how it ended. */
export const foldApprovals = (events: Recorded<GoalEvent>[], texts: Texts): ApprovalShown[] => {
  const approvals = new Map<string, ApprovalShown>()
  for (const event of events) {
    const { at } = event.meta
    if (event.type === 'ApprovalRequested') {
      const { approval: id, effect, role, votes, separate, due, why, amount, policy, definition } = event.data
      const asked = { id, effect, role, votes, separate, at, due, why, because: becauseOf(why), amount }
      const frozen = { args: texts(event.data.args), facts: factList(texts(event.data.facts)) }
      const judged = { ...frozen, policy, definition }
      const changed = whatFollows(event.data, texts)
      approvals.set(id, {
        ...asked,
        ...judged,
        ...changed,
        status: 'open',
        decisions: [],
        code: '',
        fact: null,
      })
    }
    if (event.type === 'ApprovalEdited') {
      const approval = approvals.get(event.data.approval)
      if (approval === undefined) continue
      // An edit voids earlier votes: they were for another call.
      approval.decisions = approval.decisions.filter(({ what }) => what !== 'approved')
      approval.amount = event.data.amount
      approval.votes = event.data.votes
      approval.separate = event.data.separate
      decided(approval, { person: event.data.person, what: 'edited', at, args: texts(event.data.args) })
    }
    if (event.type === 'ApprovalGranted') {
      const approval = approvals.get(event.data.approval)
      const { person, own, standsFor, complete, note } = event.data
      decided(approval, { person, what: 'approved', at, own, standsFor, note: texts(note) })
      if (approval !== undefined && complete) approval.status = 'granted'
    }
    if (event.type === 'ApprovalRejected') {
      const approval = approvals.get(event.data.approval)
      decided(approval, { person: event.data.person, what: 'rejected', at, note: texts(event.data.note) })
      if (approval !== undefined) approval.status = 'rejected'
    }
    if (event.type === 'ApprovalVoid') {
      const approval = approvals.get(event.data.approval)
      const { code, fact } = event.data
      if (approval !== undefined) Object.assign(approval, { status: 'void', code, fact: texts(fact) })
    }
  }
  return [...approvals.values()]
}
