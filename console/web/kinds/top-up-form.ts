import { RaisedKind } from '../../../contracts/events/raised.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { actForm, errorIn, noteField, typedIn } from './act-form.ts'
import type { FormPlace } from './act-form.ts'

const names: Partial<Record<string, string>> = {
  money_moved: 'money that may move',
  cost: 'cost of models',
  wall_time: 'time',
  tool_calls: 'calls of tools',
}

/** Raises the goal's own cap, for whoever's limit bears it and who did not ask for the goal. */
export const topUpForm = (place: FormPlace): Html => {
  const act = 'top-up'
  const typed = typedIn(place, act, 'kind')
  const error = errorIn(place, act, 'by')
  return html`<details class="act" ${place.typed?.act === act ? html`open` : ''}>
    <summary>Raise the goal’s own budget</summary>
    ${actForm(place, {
      act,
      button: 'Raise it',
      fields: html`<div class="field">
          <label for="top-up-kind">Of</label>
          <select id="top-up-kind" name="kind" required>
            ${RaisedKind.options.map(
              (kind) =>
                html`<option value="${kind}" ${kind === typed ? html`selected` : ''}>
                  ${names[kind] ?? kind.replaceAll('_', ' ')}
                </option>`,
            )}
          </select>
        </div>
        <div class="field">
          <label for="top-up-by">By</label>
          <p class="hint" id="top-up-by-hint">
            Money and cost such as 10 EUR, time such as 2h, a count of the rest. Then give the goal back to
            the agents.
          </p>
          <input
            id="top-up-by"
            name="by"
            value="${typedIn(place, act, 'by')}"
            required
            maxlength="60"
            autocomplete="off"
            aria-describedby="top-up-by-hint"
          />
          ${error === undefined ? '' : html`<p class="error">${error}</p>`}
        </div>
        ${noteField(place, { act, label: 'Why', hint: 'It is kept in the record.', required: true })}`,
    })}
  </details>`
}
