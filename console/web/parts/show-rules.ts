import type { RuleShown } from '../../../contracts/http/goal-page.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { visible } from '../visible.ts'

const titles: Record<string, string> = {
  allow: 'What the rule allows',
  low_risk: 'What counts as low risk',
}

/** The rules as the workflow writes them, each name with the value it was judged on. */
export const showRules = (rules: RuleShown[]): Html =>
  rules.length === 0
    ? html`<p>No rule of the workflow names this tool.</p>`
    : html`${rules.map(
        ({ name, text, values }) =>
          html`<section class="rule">
            <h3>${titles[name] ?? visible(name)}</h3>
            <pre tabindex="0"><code>${visible(text)}</code></pre>
            <dl class="fields">
              ${values.map(
                (one) =>
                  html`<div>
                    <dt><code>${visible(one.name)}</code></dt>
                    <dd>${visible(one.value)}</dd>
                  </div>`,
              )}
            </dl>
          </section>`,
      )}`
