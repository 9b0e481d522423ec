import { formatMoney } from '../../../contracts/money.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { listed } from '../name-of.ts'
import { showFields } from '../schema-form/show-fields.ts'
import type { Visitor } from '../visitor.ts'
import { actForm, noteField } from './act-form.ts'
import type { FormPlace } from './act-form.ts'
import type { ApprovalItem } from './approval-kind.ts'
import { cancelForm } from './cancel-form.ts'
import { editOf } from './edit-of.ts'
import type { Typed } from './item-kind.ts'

const open = (place: FormPlace, act: string): Html | '' => (place.typed?.act === act ? html` open` : '')

const approve = (place: FormPlace, { approval }: ApprovalItem): Html =>
  actForm(place, {
    act: 'approve',
    style: 'primary',
    button: approval.amount === null ? 'Approve' : `Approve ${formatMoney(approval.amount)}`,
    fields: noteField(place, { act: 'approve', label: 'Note for the record' }),
  })

const edit = (place: FormPlace, item: ApprovalItem): Html => {
  const found = editOf(item)
  if (found === null)
    return html`<p class="hint">
      Nothing of this call can be edited: every value makes it the call that it is. Reject it to have another.
    </p>`
  const typed = place.typed?.act === 'edit' ? place.typed : null
  const fields = showFields(found.fields, {
    values: found.values,
    form: typed?.form ?? null,
    errors: typed?.errors ?? {},
  })
  const whole = typed?.errors['args']
  return html`<details class="act" ${open(place, 'edit')}>
    <summary>Edit, then approve</summary>
    <p class="hint">
      Exactly what stands here runs, once the edited call was judged by the rule. Votes that were given before
      are void.
    </p>
    ${actForm(place, {
      act: 'edit',
      style: 'primary',
      button: 'Approve the edited call',
      fields: html`${whole === undefined ? '' : html`<p class="error">${whole}</p>`}${fields}${noteField(place, { act: 'edit', label: 'Note for the record' })}`,
    })}
  </details>`
}

const reject = (place: FormPlace): Html =>
  html`<details class="act" ${open(place, 'reject')}>
    <summary>Reject</summary>
    ${actForm(place, {
      act: 'reject',
      style: 'danger',
      button: 'Reject',
      fields: noteField(place, {
        act: 'reject',
        label: 'Reason',
        hint: 'It reaches the agent, and is kept in the record.',
        required: true,
      }),
    })}
  </details>`

/** Whether this visitor is among those who are asked; the supervisor judges each decision, whatever stands here. */
const notYours = ({ entry, goal, nameOf }: ApprovalItem, { person, roles }: Visitor): string | null => {
  if (entry.mayDecide.includes(person)) return null
  const others = entry.mayDecide.map(nameOf)
  const ask = others.length === 0 ? '' : ` ${listed(others, 'or')} can.`
  if (entry.votes?.given.includes(person)) return `You have approved this; a second person has to, too.${ask}`
  if (!roles.includes(entry.role))
    return `You do not have the role ${entry.role}, so you cannot decide this.${ask}`
  if (goal.person === person && entry.approval?.separate)
    return `You asked for this yourself, so you may not approve it.${ask}`
  return `You may not approve this as it stands: it is over your limit, or you had a part in it.${ask}`
}

/** The forms of an open approval. Who may not decide is told so; what they send all the same is refused, and recorded. */
export const approvalForms = (item: ApprovalItem, visitor: Visitor, typed: Typed | null): Html => {
  const place = { kind: 'approval', id: item.approval.id, goal: item.goal.id, visitor, typed }
  const forms = html`${approve(place, item)}${edit(place, item)}${reject(place)}${cancelForm(place)}`
  const why = notYours(item, visitor)
  return why === null
    ? forms
    : html`<p class="told pending">${why}</p>
        <details class="act" ${typed === null ? '' : html` open`}>
          <summary>Decide all the same</summary>
          <p class="hint">
            The supervisor judges every decision; one that is not yours to make is refused, and stands in the
            record.
          </p>
          ${forms}
        </details>`
}
