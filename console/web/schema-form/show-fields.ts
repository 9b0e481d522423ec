import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { inputName } from './field.ts'
import type { Field } from './field.ts'
import { valueAt } from './value-at.ts'
import { written } from './written.ts'

type Shown = {
  /** the values before anything is typed */
  values: Record<string, unknown>
  /** what was typed and came back; null at first */
  form: URLSearchParams | null
  errors: Record<string, string>
}

const choices = (field: Field & { kind: 'choice' }, text: string): Html =>
  html`${field.required ? '' : html`<option value="">not given</option>`}${field.options.map(
    (option) =>
      html`<option value="${option}" ${option === text ? html` selected` : ''}>
        ${option.replaceAll('"', '')}
      </option>`,
  )}`

const control = (field: Field, text: string, about: Html): Html => {
  const name = inputName(field.path)
  const needed = field.required && !field.locked ? html` required` : ''
  if (field.kind === 'choice' && !field.locked)
    return html`<select id="${name}" name="${name}" ${about}${needed}>
      ${choices(field, text)}
    </select>`
  if (field.kind === 'json' || (field.kind === 'text' && field.long))
    return html`<textarea
      id="${name}"
      name="${name}"
      rows="4"
      ${about}${needed}${field.locked ? html` readonly` : ''}
      spellcheck="false"
    >
${text}</textarea>`
  const mode = field.kind === 'text' && field.digits ? html` inputmode="decimal"` : ''
  return html`<input
    id="${name}"
    name="${name}"
    value="${text}"
    ${mode}${about}${needed}${field.locked ? html` readonly` : ''}
    autocomplete="off"
    spellcheck="false"
  />`
}

const show = (field: Field, shown: Shown): Html => {
  const name = inputName(field.path)
  const error = shown.errors[name]
  if (field.kind === 'group')
    return html`<fieldset>
      <legend>${field.label}</legend>
      ${error === undefined ? '' : html`<p class="error">${error}</p>`}${showFields(field.fields, shown)}
    </fieldset>`
  const typed = field.locked ? null : shown.form?.get(name)
  const text = typed ?? written(field, valueAt(shown.values, field.path))
  const hints = [
    field.hint,
    field.locked ? 'Makes this call the one that it is: reject it to have another.' : '',
    field.kind === 'json' ? 'Written as JSON.' : '',
  ].filter((hint) => hint !== '')
  const hint = hints.length === 0 ? '' : html`<p class="hint" id="${name}-hint">${hints.join(' ')}</p>`
  const described = [hints.length > 0 ? `${name}-hint` : '', error === undefined ? '' : `${name}-error`]
    .filter((id) => id !== '')
    .join(' ')
  const about = html`${described === '' ? '' : html` aria-describedby="${described}"`}${error === undefined ? '' : html` aria-invalid="true"`}`
  return html`<div class="field">
    <label for="${name}"
      >${field.label}${field.required ? '' : html` <span class="hint">(optional)</span>`}</label
    >${hint}${control(field, text, about)}${error === undefined ? '' : html`<p class="error" id="${name}-error">${error}</p>`}
  </div>`
}

/** The inputs of a schema's fields, each with its label, its hint and what is wrong with it. */
export const showFields = (fields: readonly Field[], shown: Shown): Html =>
  html`${fields.map((field) => show(field, shown))}`
