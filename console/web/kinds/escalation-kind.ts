import { formatMoney } from '../../../contracts/money.ts'
import { whyEscalation } from '../../pages/why-asked.ts'
import { formatMicros } from '../../pages/format-micros.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { showAsked } from '../parts/show-asked.ts'
import { showEffects } from '../parts/show-effects.ts'
import { showFacts } from '../parts/show-facts.ts'
import { showRecord } from '../parts/show-record.ts'
import { showRules } from '../parts/show-rules.ts'
import { showSaid } from '../parts/show-said.ts'
import { showValue } from '../parts/show-value.ts'
import { visible } from '../visible.ts'
import { readEscalationAct } from './escalation-acts.ts'
import { escalationForms } from './escalation-forms.ts'
import { readGoalItem } from './goal-item.ts'
import type { GoalItem } from './goal-item.ts'
import type { ItemKind } from './item-kind.ts'
import { showTried } from './show-tried.ts'

const heading = ({ goal }: GoalItem): string => {
  if (goal.escalation !== null) return 'A goal needs you'
  return goal.status === 'ended'
    ? `The goal has ended: ${goal.class ?? ''}`
    : `Answered; the goal is ${goal.status}`
}

const question = ({ goal }: GoalItem): Html | '' => {
  const { escalation } = goal
  if (escalation === null) return ''
  const { question: asked, proposed, fact } = escalation
  return html`${
    asked === null
      ? ''
      : html`<section>
          <h2>The question</h2>
          <blockquote class="text">${visible(asked)}</blockquote>
        </section>`
  }
  ${
    proposed === null
      ? ''
      : html`<section>
          <h2>Proposed next step</h2>
          <p class="hint">The agent says:</p>
          <blockquote class="text">${visible(proposed)}</blockquote>
        </section>`
  }
  ${
    fact === null
      ? ''
      : html`<section>
          <h2>The fact that stopped it</h2>
          ${showValue(fact)}
        </section>`
  }`
}

const spent = ({ goal, control }: GoalItem): Html => {
  const moved = goal.money.length === 0 ? 'No money' : goal.money.map(formatMoney).join(' and ')
  const cost = formatMicros(BigInt(goal.spent.cost), control.policy?.company?.currency ?? '')
  return html`<p>${moved} moved so far. It cost ${cost} and ${goal.spent.calls} calls of tools.</p>`
}

const judged = ({ goal, time }: GoalItem): Html | '' => {
  const effect = goal.effects.find(({ id }) => id === goal.escalation?.effect)
  return effect === undefined
    ? ''
    : html`<section>
          <h2>The facts</h2>
          ${showFacts(effect.facts, time)}
        </section>
        <section>
          <h2>The rule</h2>
          ${showRules(effect.rules)}
        </section>`
}

/** A goal that was handed to a person: why it stopped, what was tried and done, and what a person can do. */
export const escalationKind: ItemKind = {
  label: 'Escalation',
  open: async (deps, { id, goal: hint }, visitor) => {
    const item = await readGoalItem(deps, hint ?? id)
    if (item === null) return null
    const { goal, nameOf, time } = item
    const { escalation } = goal
    return {
      heading: heading(item),
      lead:
        escalation === null
          ? html`Nothing is asked of anybody here any more.`
          : html`${visible(whyEscalation(escalation))} <span class="code">${visible(escalation.code)}</span>`,
      reading: html`${showAsked(goal, nameOf, time)}${question(item)}${judged(item)}
        <section>
          <h2>What was done</h2>
          ${spent(item)}${showEffects(goal.effects, nameOf)}
        </section>
        ${showTried(item)}`,
      deciding: (typed) =>
        escalation === null
          ? html`<section>
              <h2>Your answer</h2>
              <p>It was answered. The story below says by whom.</p>
            </section>`
          : escalationForms(item, visitor, typed),
      rest: html`${showSaid(goal, time)}${showRecord(goal, item.events, {}, time)}`,
      goal: goal.id,
      act: (name, form) => readEscalationAct(item, name, form),
    }
  },
}
