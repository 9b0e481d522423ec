import type { EffectShown } from '../../../contracts/http/goal-page.ts'
import { formatMoney } from '../../../contracts/money.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import type { NameOf } from '../name-of.ts'
import { visible } from '../visible.ts'
import { showValue } from './show-value.ts'

/** What the state of an effect means to somebody who looks at the company, not at the machine. */
const statusSentence: Record<EffectShown['status'], string> = {
  refused: 'refused: nothing was done',
  'waiting-approval': 'waits for a person',
  void: 'will not be done',
  authorised: 'approved, about to be done',
  executing: 'is being done now',
  settling: 'being looked up: did it happen?',
  done: 'done',
  failed: 'failed: known not to be done',
  unknown: 'unknown: it may have happened',
  'done-by-person': 'done by hand',
}

/** The same as a sentence's end; of what is done, whether it was seen in the system. */
export const sayStatus = ({ status, verified }: EffectShown): string =>
  status === 'done'
    ? `done, ${verified ? 'and seen in the system' : 'as the system says; not looked up'}`
    : statusSentence[status]

const line = (effect: EffectShown, nameOf: NameOf): Html => {
  const { tool, amount, code, message, person } = effect
  return html`<li>
    <p>
      <strong>${visible(tool)}</strong>${amount === null ? '' : html`, ${formatMoney(amount)}`}:
      ${sayStatus(effect)}${person === null ? '' : html`, by ${nameOf(person)}`}${code === '' ? '' : html` <span class="code">${visible(code)}</span>`}
    </p>
    ${typeof message === 'string' ? html`<p class="hint text">${visible(message)}</p>` : ''}
    <details>
      <summary>Its values and result</summary>
      <h4>Called with</h4>
      ${showValue(effect.args)}
      <h4>Result</h4>
      ${showValue(effect.result)}
    </details>
  </li>`
}

/** Effects of a goal, each with what became of it. */
export const showEffects = (effects: EffectShown[], nameOf: NameOf): Html =>
  effects.length === 0
    ? html`<p>Nothing else was tried for this goal.</p>`
    : html`<ul class="plain">
        ${effects.map((effect) => line(effect, nameOf))}
      </ul>`
