import type { GoalPage } from '../../../contracts/http/goal-page.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import type { NameOf } from '../name-of.ts'
import { visible } from '../visible.ts'
import type { ShowTime } from './show-time.ts'

const door = (goal: GoalPage, nameOf: NameOf): Html =>
  goal.person === null
    ? html`<strong>${visible(goal.account)}</strong>, an account: no person was proven`
    : html`<strong>${nameOf(goal.person)}</strong>, signed in`

const says = ({ says: said }: GoalPage): Html | '' =>
  said === null
    ? ''
    : html` The message says it comes from “<bdi>${visible(said)}</bdi>”; nothing proves that.`

/** What was asked, and by whom: what the door knows, and apart from it what the message claims. */
export const showAsked = (goal: GoalPage, nameOf: NameOf, time: ShowTime): Html =>
  html`<section>
    <h2>What was asked</h2>
    <blockquote class="text">${goal.goal === null ? 'The text was erased.' : visible(goal.goal)}</blockquote>
    <p>Asked by ${door(goal, nameOf)}, ${time(goal.created)}.${says(goal)}</p>
  </section>`
