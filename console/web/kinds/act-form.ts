import { pageOf } from '../../../contracts/http/page-paths.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { csrfField } from '../parts/csrf-field.ts'
import type { Visitor } from '../visitor.ts'
import type { Typed } from './item-kind.ts'

/** Where the forms of an item go, and for whom they are. */
export type FormPlace = { kind: string; id: string; goal: string; visitor: Visitor; typed: Typed | null }
type Form = { act: string; button: string; style?: 'primary' | 'danger' | 'plain'; fields: Html | '' }

/** One form of an item's page: its fields, what shows that it is ours, and its one button. */
export const actForm = (place: FormPlace, { act, button, style = 'plain', fields }: Form): Html =>
  html`<form method="post" action="${pageOf('act', { kind: place.kind, id: place.id, act })}" data-counted>
    ${csrfField(place.visitor)}<input type="hidden" name="goal" value="${place.goal}" /><input
      type="hidden"
      name="activeMs"
      value=""
    />
    ${fields}
    <button class="${style}">${button}</button>
  </form>`

/** What was typed into a field of this act before it came back; '' at first. */
export const typedIn = ({ typed }: FormPlace, act: string, name: string): string =>
  typed?.act === act ? (typed.form.get(name) ?? '') : ''

export const errorIn = ({ typed }: FormPlace, act: string, name: string): string | undefined =>
  typed?.act === act ? typed.errors[name] : undefined

type Note = {
  act: string
  label: string
  hint?: string
  required?: boolean
  /** what tells it from the same field of another form on the page */
  of?: string
}

/** A field for words of the person's own. */
export const noteField = (place: FormPlace, { act, label, hint, required = false, of = '' }: Note): Html => {
  const id = `${act}${of}-note`
  const error = errorIn(place, act, 'note')
  const about = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`]
    .filter((one) => one !== '')
    .join(' ')
  return html`<div class="field">
    <label for="${id}">${label}${required ? '' : html` <span class="hint">(optional)</span>`}</label>
    ${hint === undefined ? '' : html`<p class="hint" id="${id}-hint">${hint}</p>`}
    <textarea
      id="${id}"
      name="note"
      rows="3"
      maxlength="4000"
      ${required ? html` required` : ''}${about === '' ? '' : html` aria-describedby="${about}"`}${error === undefined ? '' : html` aria-invalid="true"`}
    >
${typedIn(place, act, 'note')}</textarea>
    ${error === undefined ? '' : html`<p class="error" id="${id}-error">${error}</p>`}
  </div>`
}
