import type { FactShown } from '../../../contracts/http/goal-page.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { visible } from '../visible.ts'
import type { ShowTime } from './show-time.ts'
import { showValue } from './show-value.ts'

const source = ({ tool, at }: FactShown, time: ShowTime): Html =>
  html`<p class="hint">
    Read by
    Remit${tool === null ? '' : html` with <code>${visible(tool)}</code>`}${at === null ? '' : html`, ${time(at)}`}
  </p>`

/** What was read from the systems of record for the rule: by whom, with which tool, when. */
export const showFacts = (facts: FactShown[], time: ShowTime): Html =>
  facts.length === 0
    ? html`<p>No fact was read for this.</p>`
    : html`${facts.map(
        (fact) =>
          html`<section class="fact">
            <h3>${visible(fact.as)}</h3>
            ${source(fact, time)}${showValue(fact.value)}
          </section>`,
      )}`
