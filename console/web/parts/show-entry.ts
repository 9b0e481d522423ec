import { pageOf } from '../../../contracts/http/page-paths.ts'
import type { InboxEntry } from '../../../contracts/http/inbox.ts'
import { formatMoney } from '../../../contracts/money.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import type { NameOf } from '../name-of.ts'
import { visible } from '../visible.ts'
import type { Visitor } from '../visitor.ts'
import type { ShowTime } from './show-time.ts'

const titleOf = ({ call, amount, kind }: InboxEntry): string => {
  if (call === null) return kind === 'review' ? 'Was this outcome right?' : 'A goal needs you'
  return `${amount === null ? '' : `${formatMoney(amount)} by `}${visible(call.tool)}`
}

const shortened = (text: string): string => (text.length > 160 ? `${text.slice(0, 160)} …` : text)

/** Does this one wait for this person? By role, limit and who asked; the supervisor judges each decision itself. */
export const isFor = (entry: InboxEntry, { person }: Visitor): boolean => entry.mayDecide.includes(person)

/** One line of what waits: enough to choose, the whole behind its link. */
export const showEntry = (entry: InboxEntry, nameOf: NameOf, time: ShowTime): Html => {
  const { kind, id, goalId, goal, requester, why, since, due, votes } = entry
  const needs =
    votes !== null && votes.needed > 1 ? html` · ${votes.given.length} of ${votes.needed} people` : ''
  return html`<li class="card entry">
    <p class="kind">${kind}</p>
    <h3><a href="${pageOf('item', { kind, id }, { goal: goalId })}">${titleOf(entry)}</a></h3>
    <blockquote class="text">${goal === null ? 'The text was erased.' : visible(shortened(goal))}</blockquote>
    <p>${visible(why)}</p>
    <p class="hint">
      Asked by ${nameOf(requester)} · since
      ${time(since)}${due === null ? '' : html` · until ${time(due)}`}${needs}
    </p>
  </li>`
}
