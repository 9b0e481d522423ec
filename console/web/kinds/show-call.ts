import { formatMoney } from '../../../contracts/money.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { sayStatus } from '../parts/show-effects.ts'
import { showValue } from '../parts/show-value.ts'
import { visible } from '../visible.ts'
import type { ApprovalItem } from './approval-kind.ts'

const money = ({ approval, effect }: ApprovalItem): string => {
  const amount = approval.amount ?? effect.amount
  if (amount !== null && approval.status !== 'open') return `Its amount is ${formatMoney(amount)}.`
  return amount === null ? 'The rule names no amount: it moves no money.' : `It moves ${formatMoney(amount)}.`
}

const sentence = (item: ApprovalItem): Html => {
  const { approval, effect, control } = item
  const { title, description } = control.tools[effect.tool] ?? {}
  const told = title ?? description
  const tool = html`<strong>${visible(effect.tool)}</strong
    >${told === undefined ? '' : html` (“${visible(told)}”)`}`
  return approval.status === 'open'
    ? html`If it is approved, Remit runs ${tool} once, with exactly these values.
        <strong>${money(item)}</strong>`
    : html`The call was ${tool}, with exactly these values. <strong>${money(item)}</strong> It is now:
        ${sayStatus(effect)}.`
}

/** Whose words the values are: a person who edited the call answers for all of it. */
const provenance = ({ approval, effect, nameOf }: ApprovalItem): Html => {
  const editor = approval.decisions.findLast(({ what }) => what === 'edited')?.person
  return editor === undefined
    ? html`<p class="hint">
        The values were proposed by the agent <strong>${visible(effect.agent)}</strong>; texts among them are
        its words.
      </p>`
    : html`<p class="hint">The values stand as <strong>${nameOf(editor)}</strong> edited them.</p>`
}

/** What will happen, from the frozen call alone: not a word of it is an agent's account of itself. */
export const showCall = (item: ApprovalItem): Html =>
  html`<section>
    <h2>${item.approval.status === 'open' ? 'What will happen' : 'The call'}</h2>
    <p>${sentence(item)}</p>
    <div class="call">${showValue(item.effect.args)}</div>
    ${provenance(item)}
  </section>`
