import type { ApprovalShown } from '../../../contracts/http/goal-page.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { listed } from '../name-of.ts'
import { showValue } from '../parts/show-value.ts'
import { visible } from '../visible.ts'
import type { ApprovalItem } from './approval-kind.ts'

const stateOf = ({ approval, time }: ApprovalItem): Html => {
  const { status, code, due } = approval
  if (status === 'open') return html`Open until ${time(due)}.`
  if (status === 'granted') return html`Approved.`
  if (status === 'rejected') return html`Rejected.`
  return html`Void: <span class="code">${visible(code)}</span>. Nothing runs because of it.`
}

const decision = ({ nameOf, time }: ApprovalItem, one: ApprovalShown['decisions'][number]): Html =>
  html`<li>
    <strong>${nameOf(one.person)}</strong>
    ${one.what}${one.own ? html` <span class="code">own request</span>` : ''},
    ${time(one.at)}${one.note === null ? '' : html`<div class="quote">${showValue(one.note)}</div>`}${one.what === 'edited' ? html`<div class="quote">${showValue(one.args)}</div>` : ''}
  </li>`

const mayStill = ({ approval, entry, nameOf }: ApprovalItem): Html | '' => {
  if (approval.status !== 'open') return ''
  const names = entry.mayDecide.map(nameOf)
  return names.length === 0
    ? html`<p>
        Nobody with the role <strong>${visible(approval.role)}</strong> may decide this;
        <code>remit doctor</code> says why.
      </p>`
    : html`<p>May decide: <strong>${listed(names, 'or')}</strong> (role ${visible(approval.role)}).</p>`
}

/** How it stands: who decided what, who still may, and until when. */
export const showVotes = (item: ApprovalItem): Html => {
  const { approval, entry } = item
  const given = entry.votes?.given.length ?? 0
  const needed =
    approval.votes > 1
      ? html`<p><strong>${given} of ${approval.votes}</strong> different people have approved.</p>`
      : ''
  return html`<section>
    <h2>The decision</h2>
    <p>${stateOf(item)}</p>
    ${needed}${mayStill(item)}
    ${
      approval.decisions.length === 0
        ? ''
        : html`<ul class="plain">
            ${approval.decisions.map((one) => decision(item, one))}
          </ul>`
    }
  </section>`
}
