import { approvalDifferences, previousApproval } from '../../pages/approval-differences.ts'
import type { Difference } from '../../pages/approval-differences.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { showValue } from '../parts/show-value.ts'
import { visible } from '../visible.ts'
import type { ApprovalItem } from './approval-kind.ts'

const line = ({ what, before, now }: Difference): Html =>
  html`<div>
    <dt>${visible(what)}</dt>
    <dd><del>${showValue(before)}</del> <span aria-hidden="true">→</span> <ins>${showValue(now)}</ins></dd>
  </div>`

/** What is new since a person was last asked about this very call; nothing where nobody was. */
export const showDifference = ({ goal, approval, time }: ApprovalItem): Html | '' => {
  const before = previousApproval(goal, approval)
  if (before === undefined) return ''
  const differences = approvalDifferences(before, approval)
  const ended = before.status === 'void' ? `it ended as ${before.code}` : `it was ${before.status}`
  return html`<section class="differs">
    <h2>Different from before</h2>
    <p>This call was asked for before, ${time(before.at)}; ${visible(ended)}.</p>
    ${differences.length === 0 ? html`<p>Nothing is different but the time.</p>` : html`<dl class="fields">${differences.map(line)}</dl>`}
  </section>`
}
