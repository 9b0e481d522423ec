import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { actForm, noteField } from './act-form.ts'
import type { FormPlace } from './act-form.ts'

/** Ends the whole goal: what still waits becomes void, what is being done is settled first. */
export const cancelForm = (place: FormPlace): Html =>
  html`<details class="act" ${place.typed?.act === 'cancel' ? html` open` : ''}>
    <summary>Cancel the whole goal</summary>
    ${actForm(place, {
      act: 'cancel',
      style: 'danger',
      button: 'Cancel the goal',
      fields: noteField(place, {
        act: 'cancel',
        label: 'Why',
        hint: 'Everything that still waits in this goal becomes void.',
      }),
    })}
  </details>`
