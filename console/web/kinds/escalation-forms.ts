import type { EffectShown } from '../../../contracts/http/goal-page.ts'
import { formatMoney } from '../../../contracts/money.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { showFields } from '../schema-form/show-fields.ts'
import { visible } from '../visible.ts'
import type { Visitor } from '../visitor.ts'
import { actForm, errorIn, noteField, typedIn } from './act-form.ts'
import type { FormPlace } from './act-form.ts'
import { cancelForm } from './cancel-form.ts'
import type { GoalItem } from './goal-item.ts'
import type { Typed } from './item-kind.ts'
import { resultOf } from './result-of.ts'
import { topUpForm } from './top-up-form.ts'

const isOpen = (place: FormPlace, act: string): Html | '' => (place.typed?.act === act ? html` open` : '')

const resume = (place: FormPlace): Html =>
  actForm(place, {
    act: 'resume',
    style: 'primary',
    button: 'Give it back to the agents',
    fields: noteField(place, {
      act: 'resume',
      label: 'Your note',
      hint: 'The agents read it.',
      required: true,
    }),
  })

const resolve = (place: FormPlace, item: GoalItem): Html => {
  const found = resultOf(item)
  const typed = place.typed?.act === 'resolve' ? place.typed : null
  const shown = { values: {}, form: typed?.form ?? null, errors: typed?.errors ?? {} }
  // Nobody has to state a result; who begins one is held to the contract's schema.
  const optional = found?.fields.map((field) => ({ ...field, required: false })) ?? []
  const result =
    found === null
      ? ''
      : html`<fieldset>
          <legend>
            Result, as <code>${found.contract}</code> has it <span class="hint">(optional)</span>
          </legend>
          ${showFields(optional, shown)}
        </fieldset>`
  return html`<details class="act" ${isOpen(place, 'resolve')}>
    <summary>Resolve: it is settled</summary>
    ${actForm(place, {
      act: 'resolve',
      style: 'primary',
      button: 'Resolve and end the goal',
      fields: html`${noteField(place, { act: 'resolve', label: 'What you did', hint: 'It is kept in the record.', required: true })}${result}`,
    })}
  </details>`
}

const moneyField = (place: FormPlace, { id: effect, amount }: EffectShown): Html => {
  const id = `amount-${effect}`
  const error = errorIn(place, 'by-person', 'amount')
  const text = typedIn(place, 'by-person', 'amount') || (amount === null ? '' : formatMoney(amount))
  return html`<div class="field">
    <label for="${id}">Money that it moved <span class="hint">(optional)</span></label>
    <p class="hint" id="${id}-hint">Such as 12.50 EUR.</p>
    <input
      id="${id}"
      name="amount"
      value="${text}"
      autocomplete="off"
      aria-describedby="${id}-hint"
      ${error === undefined ? '' : html` aria-invalid="true"`}
    />${error === undefined ? '' : html`<p class="error">${error}</p>`}
  </div>`
}

const byPerson = (place: FormPlace, effect: EffectShown): Html => {
  const reference = errorIn(place, 'by-person', 'reference')
  const id = `reference-${effect.id}`
  return html`<details class="act" ${isOpen(place, 'by-person')}>
    <summary>
      ${effect.status === 'unknown' ? 'Say what became of' : 'Record as done by hand:'}
      ${visible(effect.tool)}
    </summary>
    ${actForm(place, {
      act: 'by-person',
      button: 'Record it',
      fields: html`<input type="hidden" name="effect" value="${effect.id}" />
        <fieldset class="field">
          <legend>What does the system say?</legend>
          <label class="choice"
            ><input type="radio" name="happened" value="yes" required /> It happened, or I did it by
            hand</label
          >
          ${effect.status === 'unknown' ? html`<label class="choice"><input type="radio" name="happened" value="no" /> It did not happen</label>` : ''}
        </fieldset>
        <div class="field">
          <label for="${id}">Reference</label>
          <p class="hint" id="${id}-hint">Where this can be seen: a number, a name, a place.</p>
          <input
            id="${id}"
            name="reference"
            value="${typedIn(place, 'by-person', 'reference')}"
            required
            aria-describedby="${id}-hint"
            autocomplete="off"
          />${reference === undefined ? '' : html`<p class="error">${reference}</p>`}
        </div>
        ${moneyField(place, effect)}`,
    })}
  </details>`
}

const again = (place: FormPlace, effect: EffectShown): Html =>
  html`<details class="act" ${isOpen(place, 'again')}>
    <summary>Allow ${visible(effect.tool)} once more</summary>
    ${actForm(place, {
      act: 'again',
      button: 'Allow it once more',
      fields: html`<input
          type="hidden"
          name="effect"
          value="${effect.id}"
        />${noteField(place, { act: 'again', label: 'Why', hint: 'It is judged anew before it runs.', of: effect.id })}`,
    })}
  </details>`

const onEffects = (place: FormPlace, { goal }: GoalItem): Html =>
  html`${goal.effects.map((effect) => {
    if (effect.status === 'unknown' || effect.status === 'refused') return byPerson(place, effect)
    return effect.status === 'void' && effect.code === 'REJECTED' ? again(place, effect) : ''
  })}`

/** What a person can do with a goal that is theirs. */
export const escalationForms = (item: GoalItem, visitor: Visitor, typed: Typed | null): Html => {
  const { goal } = item
  const place = { kind: 'escalation', id: goal.id, goal: goal.id, visitor, typed }
  const role = goal.escalation?.role ?? ''
  const yours = visitor.roles.includes(role)
  return html`<section>
    <h2>Your answer</h2>
    <p>Asked of the role <strong>${visible(role)}</strong>.</p>
    ${yours ? '' : html`<p class="told pending">You do not have that role. What you send is judged by the supervisor, and recorded.</p>`}
    ${onEffects(place, item)}${resume(place)}${resolve(place, item)}${topUpForm(place)}${cancelForm(place)}
  </section>`
}
