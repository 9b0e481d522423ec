import type { StepShown } from '../../../contracts/http/goal-page.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { visible } from '../visible.ts'
import type { GoalItem } from './goal-item.ts'

const verbs: Partial<Record<StepShown['what'], string>> = {
  accepted: 'asked',
  assigned: 'was given to',
  'handed-off': 'was handed on to',
  effect: 'called',
  approval: 'leave was asked for',
  escalated: 'was handed to a person',
  'attempt-failed': 'an attempt failed',
  'check-failed': 'the check at the end did not hold',
  'budget-warned': 'a budget is nearly spent',
  'budget-exhausted': 'a budget is spent',
  'deadline-passed': 'the deadline passed',
  'cancel-requested': 'was asked to be cancelled',
}

const ofCalls = new Set<StepShown['what']>(['effect', 'approval'])

/** Calls by their tool: an id says nothing to whoever reads the story. */
const calledIn = ({ name, what }: StepShown, { goal }: GoalItem): string => {
  if (!ofCalls.has(what)) return name
  const approval = goal.approvals.find(({ id }) => id === name)
  return goal.effects.find(({ id }) => id === (approval?.effect ?? name))?.tool ?? name
}

const line = (step: StepShown, item: GoalItem): Html => {
  const { nameOf, time } = item
  const named = [calledIn(step, item), step.to, step.code].filter((text) => text !== '').map(visible)
  return html`<li>
    ${time(step.at)}:
    <strong>${verbs[step.what] ?? step.what.replaceAll('-', ' ')}</strong
    >${named.length === 0 ? '' : ` ${named.join(' · ')}`}, ${nameOf(step.who)}
  </li>`
}

/** What happened to the goal, in order: codes and names, no words of agents. */
export const showTried = (item: GoalItem): Html =>
  html`<section>
    <h2>What was tried</h2>
    <ol class="story">
      ${item.goal.steps.map((step) => line(step, item))}
    </ol>
  </section>`
