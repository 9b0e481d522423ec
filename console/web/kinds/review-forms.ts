import { html } from '../html.ts'
import type { Html } from '../html.ts'
import type { Visitor } from '../visitor.ts'
import { actForm, noteField } from './act-form.ts'
import type { GoalItem } from './goal-item.ts'
import type { Typed } from './item-kind.ts'

/** Right or wrong: what counts in the workflow's error rate, and what a wrong one takes from its mode. */
export const reviewForms = ({ goal }: GoalItem, visitor: Visitor, typed: Typed | null): Html => {
  const place = { kind: 'review', id: `review-${goal.id}`, goal: goal.id, visitor, typed }
  return html`<section>
    <h2>Your finding</h2>
    ${actForm(place, {
      act: 'right',
      style: 'primary',
      button: 'It was right',
      fields: noteField(place, { act: 'right', label: 'Note for the record' }),
    })}
    <details class="act" ${typed?.act === 'wrong' ? html`open` : ''}>
      <summary>It was wrong</summary>
      ${actForm(place, {
        act: 'wrong',
        style: 'danger',
        button: 'It was wrong',
        fields: noteField(place, {
          act: 'wrong',
          label: 'What was wrong',
          hint: 'A wrong outcome takes the workflow a mode down.',
          required: true,
        }),
      })}
    </details>
  </section>`
}
