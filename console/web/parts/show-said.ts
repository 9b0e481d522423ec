import type { GoalPage, StepShown } from '../../../contracts/http/goal-page.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { visible } from '../visible.ts'
import type { ShowTime } from './show-time.ts'
import { showValue } from './show-value.ts'

/** What an outcome carries for the machine's sake; the record has it. */
const wiring = new Set([
  'v',
  'id',
  'goal',
  'task',
  'attempt',
  'worker',
  'agent',
  'used',
  'last',
  'step',
  'kind',
])
const words = (content: unknown): unknown =>
  typeof content === 'object' && content !== null && !Array.isArray(content)
    ? Object.fromEntries(Object.entries(content).filter(([name]) => !wiring.has(name)))
    : content

const spoken = new Set<StepShown['what']>(['handed-off', 'outcome'])

const line = ({ who, at, content, name, to }: StepShown, time: ShowTime): Html =>
  html`<li class="says">
    <p class="hint">
      <strong>${visible(who)}</strong> says,
      ${time(at)}${name === '' ? '' : html` (${visible(name)}${to === '' ? '' : html` to ${visible(to)}`})`}:
    </p>
    ${showValue(words(content))}
  </li>`

/** The agents' own words, marked as such: nothing on the page above was taken from them. */
export const showSaid = ({ steps }: GoalPage, time: ShowTime): Html | '' => {
  const said = steps.filter(({ what, content }) => spoken.has(what) && content !== null)
  return said.length === 0
    ? ''
    : html`<details class="card">
        <summary>What the agents say</summary>
        <p class="hint">
          These are the agents’ own words. They may be wrong or cheated, and nothing above was taken from
          them.
        </p>
        <ul class="plain">
          ${said.map((step) => line(step, time))}
        </ul>
      </details>`
}
