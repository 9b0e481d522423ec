import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { visible } from '../visible.ts'

/** Deeper, or longer, is shown as JSON, or behind a click: one value may not push the rest off the page. */
const deepest = 5
const mostShown = 50
const longText = 600

const textOf = (text: string): Html =>
  text.length > longText
    ? html`<details class="long">
        <summary>${visible(text.slice(0, longText))} …</summary>
        <bdi class="text">${visible(text)}</bdi>
      </details>`
    : html`<bdi class="text">${visible(text)}</bdi>`

const jsonOf = (value: unknown): Html => html`<code>${visible(JSON.stringify(value) ?? 'nothing')}</code>`

const more = (count: number): Html | '' =>
  count > mostShown ? html`<p class="hint">and ${count - mostShown} more; the record has them all</p>` : ''

const listOf = (values: unknown[], depth: number): Html =>
  values.length === 0
    ? html`<span class="hint">none</span>`
    : html`<ol class="values">
          ${values.slice(0, mostShown).map((value) => html`<li>${showValue(value, depth + 1)}</li>`)}
        </ol>
        ${more(values.length)}`

const fieldsOf = (value: object, depth: number): Html => {
  const fields = Object.entries(value)
  const lines = fields.slice(0, mostShown).map(
    ([name, inner]) =>
      html`<div>
        <dt>${visible(name)}</dt>
        <dd>${showValue(inner, depth + 1)}</dd>
      </div>`,
  )
  return fields.length === 0
    ? html`<span class="hint">nothing</span>`
    : html`<dl class="fields">${lines}</dl>
        ${more(fields.length)}`
}

/** Any value of a call, a fact or a result, as it is: text as text, never as markup. */
export const showValue = (value: unknown, depth = 0): Html => {
  if (value === null || value === undefined) return html`<span class="hint">none</span>`
  if (typeof value === 'string') return value === '' ? html`<span class="hint">empty</span>` : textOf(value)
  if (typeof value !== 'object' || depth >= deepest) return jsonOf(value)
  return Array.isArray(value) ? listOf(value, depth) : fieldsOf(value, depth)
}
