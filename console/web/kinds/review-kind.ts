import { formatMoney } from '../../../contracts/money.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { showAsked } from '../parts/show-asked.ts'
import { showEffects } from '../parts/show-effects.ts'
import { showFacts } from '../parts/show-facts.ts'
import { showRecord } from '../parts/show-record.ts'
import { showRules } from '../parts/show-rules.ts'
import { showSaid } from '../parts/show-said.ts'
import { visible } from '../visible.ts'
import { readGoalItem } from './goal-item.ts'
import type { GoalItem } from './goal-item.ts'
import type { ItemKind } from './item-kind.ts'
import { readReviewAct } from './review-acts.ts'
import { reviewForms } from './review-forms.ts'
import { showTried } from './show-tried.ts'

const prefix = 'review-'

const judged = ({ goal, time }: GoalItem): Html =>
  html`${goal.effects.map(
    ({ tool, facts, rules }) =>
      html`<section>
        <h2>${visible(tool)}: the facts and the rule</h2>
        ${showFacts(facts, time)}${showRules(rules)}
      </section>`,
  )}`

const verdictOf = ({ goal }: GoalItem) => goal.steps.findLast(({ what }) => what === 'reviewed')

const verdict = (item: GoalItem): Html | '' => {
  const given = verdictOf(item)
  return given === undefined
    ? ''
    : html`<section>
        <h2>The review</h2>
        <p>
          <strong>${item.nameOf(given.who)}</strong> found it <strong>${visible(given.name)}</strong>,
          ${item.time(given.at)}.
        </p>
      </section>`
}

/** An outcome that was drawn to be looked at afterwards: what was asked, what was done, on which facts. */
export const reviewKind: ItemKind = {
  label: 'Review',
  open: async (deps, { id, goal: hint }, visitor) => {
    const item = await readGoalItem(deps, hint ?? id.slice(prefix.length))
    if (item === null || !item.goal.review) return null
    const { goal, nameOf, time } = item
    const moved =
      goal.money.length === 0 ? 'no money moved' : `${goal.money.map(formatMoney).join(' and ')} moved`
    const open = verdictOf(item) === undefined
    return {
      heading: open ? 'Was this outcome right?' : 'This outcome was reviewed',
      lead: html`The goal ended without a person, as ${visible(goal.class ?? goal.status)}; ${moved}. It was
      drawn at random.`,
      reading: html`${showAsked(goal, nameOf, time)}
        <section>
          <h2>What was done</h2>
          ${showEffects(goal.effects, nameOf)}
        </section>
        ${judged(item)}${showTried(item)}`,
      deciding: (typed) => html`${verdict(item)}${open ? reviewForms(item, visitor, typed) : ''}`,
      rest: html`${showSaid(goal, time)}${showRecord(goal, item.events, {}, time)}`,
      goal: goal.id,
      act: (name, form) => readReviewAct(item, name, form),
    }
  },
}
