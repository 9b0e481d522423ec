import type { GoalPage } from '../../contracts/http/goal-page.ts'
import type { InboxEntry } from '../../contracts/http/inbox.ts'
import { parseMoney } from '../../contracts/money.ts'
import type { InboxItem } from '../../store/port.ts'
import type { ControlState } from '../record/control-state.ts'
import { mayDecide } from './may-decide.ts'
import { reviewEntry } from './review-entry.ts'
import { whyApproval, whyEscalation } from './why-asked.ts'

const requesters = (page: GoalPage): string[] => [
  ...(page.person === null ? [] : [page.person]),
  ...page.steps.filter(({ what }) => what === 'resumed').map(({ who }) => who),
]

const shared = (item: InboxItem, page: GoalPage) => ({
  id: item.id,
  goalId: item.goal,
  goal: page.goal,
  workflow: item.workflow,
  requester: page.requester,
  role: item.role,
  since: item.since,
  due: item.due,
  code: item.code,
})

const approvalEntry = (item: InboxItem, page: GoalPage, control: ControlState): InboxEntry | null => {
  const approval = page.approvals.find(({ id }) => id === item.id)
  const effect = page.effects.find(({ id }) => id === approval?.effect)
  if (approval === undefined || effect === undefined) return null
  const voters = approval.decisions.filter(({ what }) => what === 'approved').map(({ person }) => person)
  const { role, separate, amount } = approval
  const tool = control.tools[effect.tool]
  return {
    ...shared(item, page),
    kind: 'approval',
    why: whyApproval(approval),
    amount,
    mayDecide: mayDecide(control.policy?.people ?? [], {
      role,
      separate,
      amount,
      voters,
      chain: requesters(page),
    }),
    votes: { needed: approval.votes, given: voters },
    call: {
      effect: effect.id,
      agent: effect.agent,
      tool: effect.tool,
      title: tool?.title ?? tool?.description ?? effect.tool,
      args: effect.args,
    },
    facts: effect.facts,
    rules: effect.rules,
    next: `remit approve ${item.id}`,
    escalation: null,
    approval,
    effects: page.effects.filter(({ id }) => id !== effect.id),
  }
}

const escalationEntry = (item: InboxItem, page: GoalPage, control: ControlState): InboxEntry | null => {
  const { escalation } = page
  if (escalation === null) return null
  const vote = { role: item.role, amount: null, separate: false, chain: [], voters: [] }
  return {
    ...shared(item, page),
    kind: 'escalation',
    why: whyEscalation(escalation),
    amount: item.amount === null ? null : parseMoney(item.amount),
    mayDecide: mayDecide(control.policy?.people ?? [], vote),
    votes: null,
    call: null,
    facts: page.effects.find(({ id }) => id === escalation.effect)?.facts ?? [],
    rules: page.effects.find(({ id }) => id === escalation.effect)?.rules ?? [],
    next: `remit resume ${item.goal} --note "..."`,
    escalation,
    approval: null,
    effects: page.effects,
  }
}

/** One inbox item with everything that a person needs; null where the record has moved on since the list was read. */
export const inboxEntry = (item: InboxItem, page: GoalPage, control: ControlState): InboxEntry | null => {
  switch (item.kind) {
    case 'approval':
      return approvalEntry(item, page, control)
    case 'escalation':
      return escalationEntry(item, page, control)
    case 'review':
      return { ...shared(item, page), ...reviewEntry(item, page, control, requesters(page)) }
    default:
      return item.kind satisfies never
  }
}
