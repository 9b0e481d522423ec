import type { InboxEntry } from '../../../contracts/http/inbox.ts'
import type { ApprovalShown, EffectShown } from '../../../contracts/http/goal-page.ts'
import { formatMoney } from '../../../contracts/money.ts'
import { inboxEntry } from '../../pages/inbox-entry.ts'
import { html } from '../html.ts'
import { showAsked } from '../parts/show-asked.ts'
import { showEffects } from '../parts/show-effects.ts'
import { showFacts } from '../parts/show-facts.ts'
import { showRecord } from '../parts/show-record.ts'
import { showRules } from '../parts/show-rules.ts'
import { showSaid } from '../parts/show-said.ts'
import { visible } from '../visible.ts'
import { readApprovalAct } from './approval-acts.ts'
import { approvalForms } from './approval-forms.ts'
import { readGoalItem } from './goal-item.ts'
import type { GoalItem } from './goal-item.ts'
import type { ItemKind } from './item-kind.ts'
import { showCall } from './show-call.ts'
import { showDifference } from './show-difference.ts'
import { showVotes } from './show-votes.ts'

/** An approval as its page has it: the goal, the request, the frozen call. */
export type ApprovalItem = GoalItem & { approval: ApprovalShown; effect: EffectShown; entry: InboxEntry }

const find = (item: GoalItem, id: string): ApprovalItem | null => {
  const { goal, control } = item
  const approval = goal.approvals.find((one) => one.id === id)
  const effect = goal.effects.find((one) => one.id === approval?.effect)
  if (approval === undefined || effect === undefined) return null
  const { role, at: since, due } = approval
  const line = { id, kind: 'approval', goal: goal.id, workflow: goal.workflow, role, since, due } as const
  const entry = inboxEntry({ ...line, code: approval.code, amount: null }, goal, control, item.now)
  return entry === null ? null : { ...item, approval, effect, entry }
}

const asWord: Record<ApprovalShown['status'], string> = {
  open: 'Approve',
  granted: 'Approved:',
  rejected: 'Rejected:',
  void: 'No longer asked:',
}

const heading = ({ approval, effect }: ApprovalItem): string => {
  const money = approval.amount === null ? '' : `${formatMoney(approval.amount)} by `
  return `${asWord[approval.status]} ${money}${visible(effect.tool)}${approval.status === 'open' ? '?' : ''}`
}

/** A call that waits for leave: what will happen, on which facts, by which rule, and the forms that decide it. */
export const approvalKind: ItemKind = {
  label: 'Approval',
  open: async (deps, { id, goal }, visitor) => {
    const place = goal ?? (await deps.store.inbox({ kind: 'approval' })).find((one) => one.id === id)?.goal
    const read = place === undefined ? null : await readGoalItem(deps, place)
    const item = read === null ? null : find(read, id)
    if (item === null) return null
    const { approval, effect, nameOf, time } = item
    return {
      heading: heading(item),
      lead: html`Asked because ${visible(approval.because)}.`,
      reading: html`${showAsked(item.goal, nameOf, time)} ${showCall(item)} ${showDifference(item)}
        <section>
          <h2>The facts</h2>
          ${showFacts(effect.facts, time)}
        </section>
        <section>
          <h2>The rule</h2>
          ${showRules(effect.rules)}
        </section>`,
      deciding: (typed) =>
        html`${showVotes(item)}${approval.status === 'open' ? approvalForms(item, visitor, typed) : ''}`,
      rest: html`<section class="card">
          <h2>Else in this goal</h2>
          ${showEffects(item.entry.effects, nameOf)}
        </section>
        ${showSaid(item.goal, time)}
        ${showRecord(item.goal, item.events, { approval: id, effect: effect.id }, time)}`,
      goal: item.goal.id,
      act: (name, form) => readApprovalAct(item, name, form),
    }
  },
}
