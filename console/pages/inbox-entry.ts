import type { GoalPage } from '../../contracts/http/goal-page.ts'
import type { InboxEntry } from '../../contracts/http/inbox.ts'
import { parseMoney } from '../../contracts/money.ts'
import type { InboxItem } from '../../store/port.ts'
import type { ControlState } from '../record/control-state.ts'
import { mayDecide, type Rota } from './may-decide.ts'
import { reviewEntry } from './review-entry.ts'
import { whyApproval, whyEscalation } from './why-asked.ts'

const requesters = (page: GoalPage): string[] => [
  ...(page.person === null ? [] : [page.person]),
  ...page.steps.filter(({ what }) => what === 'resumed').map(({ who }) => who),
]

/** The time zone of its workflow: what 'at five' means to who decides. */
const timezoneOf = ({ policy }: ControlState, workflow: string): string =>
  policy?.workflows[workflow]?.timezone ?? policy?.company?.timezone ?? 'UTC'

const shared = (item: InboxItem, page: GoalPage, control: ControlState) => ({
  timezone: timezoneOf(control, item.workflow),
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

const rotaOf = ({ policy }: ControlState, now: Date): Rota => ({
  people: policy?.people ?? [],
  timezone: policy?.company?.timezone ?? 'UTC',
  at: now.toISOString(),
})

const approvalEntry = (
  item: InboxItem,
  page: GoalPage,
  control: ControlState,
  now: Date,
): InboxEntry | null => {
  const approval = page.approvals.find(({ id }) => id === item.id)
  const effect = page.effects.find(({ id }) => id === approval?.effect)
  if (approval === undefined || effect === undefined) return null
  const voters = approval.decisions.filter(({ what }) => what === 'approved').map(({ person }) => person)
  const { role, separate, amount } = approval
  const tool = control.tools[effect.tool]
  return {
    ...shared(item, page, control),
    kind: 'approval',
    why: whyApproval(approval),
    amount,
    mayDecide: mayDecide(rotaOf(control, now), {
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

const escalationEntry = (
  item: InboxItem,
  page: GoalPage,
  control: ControlState,
  now: Date,
): InboxEntry | null => {
  const { escalation } = page
  if (escalation === null) return null
  const vote = { role: item.role, amount: null, separate: false, chain: [], voters: [] }
  return {
    ...shared(item, page, control),
    kind: 'escalation',
    why: whyEscalation(escalation),
    amount: item.amount === null ? null : parseMoney(item.amount),
    mayDecide: mayDecide(rotaOf(control, now), vote),
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
export const inboxEntry = (
  item: InboxItem,
  page: GoalPage,
  control: ControlState,
  now: Date,
): InboxEntry | null => {
  switch (item.kind) {
    case 'approval':
      return approvalEntry(item, page, control, now)
    case 'escalation':
      return escalationEntry(item, page, control, now)
    case 'review':
      return {
        ...shared(item, page, control),
        ...reviewEntry(item, page, rotaOf(control, now), requesters(page)),
      }
    default:
      return item.kind satisfies never
  }
}
