import type { GoalPage, StepShown } from '../../contracts/http/goal-page.ts'
import { formatTime } from '../format-time.ts'
import { formatValue, sentenceOf } from '../format-value.ts'
import { sayCode } from './say-code.ts'
import { tellEffect } from './tell-effect.ts'
import { tellOutcome } from './tell-outcome.ts'

const quoted = (content: unknown): string => {
  const said = sentenceOf(content)
  return said === '' ? '' : `: "${said}"`
}
/** One step as a sentence; an effect as its paragraph, told where it was first asked for. */
export const tellStep = (step: StepShown, page: GoalPage, told: Set<string>): string[] => {
  switch (step.what) {
    case 'accepted': {
      const says = page.says === null ? '' : ` The message says it is from "${formatValue(page.says)}".`
      const who = page.person === null ? `the account ${step.who}` : `${step.who}, signed in`
      return [`Asked by ${who}, by way of ${step.name}.${says}`]
    }
    case 'routed':
      return [
        `Sent to the workflow ${step.name} as ${step.to}, by ${step.who === 'client' ? 'who asked' : step.who}.`,
      ]
    case 'assigned':
      return [
        `${step.name} got the work (${step.to})${step.content === null ? '.' : `: ${formatValue(step.content)}`}`,
      ]
    case 'handed-off':
      return [`Handed on to ${step.to} (${step.name})${quoted(step.content)}`]
    case 'split':
      return [`Taken apart into ${step.to}.`]
    case 'child-ended':
      return [`${step.name} ended: ${step.to}.`]
    case 'delegated':
      return [`${step.who} asked others and waits for them: ${step.to}.`]
    case 'delegate-ended':
      return [
        step.name === 'ok'
          ? 'A delegated task ended and its result is with who asked.'
          : `A delegated task ended without a result (${step.name}): ${sayCode(step.code)}`,
      ]
    case 'attempt-failed':
      return [
        `Attempt ${step.name} failed: ${sayCode(step.code)}${step.to === '' ? ' No further attempt.' : ` Attempt ${step.to} follows.`}`,
      ]
    case 'unclaimed':
      return [`No worker took the task of ${step.name}. Is one running?`]
    case 'outcome':
      return tellOutcome(step)
    case 'check-failed':
      return [`The check of the systems failed: ${sayCode(step.code)} ${sentenceOf(step.content)}`.trimEnd()]
    case 'budget-warned':
      return [`Budget ${step.name} (${step.to}) is used to ${formatValue(step.content)} %.`]
    case 'budget-exhausted':
      return [`Budget ${step.name} (${step.to}) does not cover it: ${formatValue(step.content)}.`]
    case 'topped-up':
      return [
        `${step.who} raised the goal's budget of ${step.name.replace('_', ' ')} by ${step.to}: ${sentenceOf(step.content)}`,
      ]
    case 'escalated':
      return [
        `Handed to a person (role ${step.to}): ${sayCode(step.code)} ${sentenceOf(step.content)}`.trimEnd(),
      ]
    case 'resumed':
      return [`${step.who} gave it back to the agents${quoted(step.content)}`]
    case 'resolved':
      return [`${step.who} resolved it${quoted(step.content)}`]
    case 'cancel-requested':
      return [`${step.who} asked to cancel it${quoted(step.content)}`]
    case 'deadline-passed':
      return ['Its deadline passed.']
    case 'rerouted':
      return [
        `Nobody of the role ${step.name} decided in time: ${step.to} is asked, until ${formatTime(formatValue(step.content))}.`,
      ]
    case 'told':
      return [`${step.name} was told by ${step.to}.`]
    case 'not-told':
      return [`${step.name} could not be told by ${step.to}: ${step.code}.`]
    case 'deferred':
      return [
        `Approved, and today's cap ${step.to} is spent: it runs again from ${formatTime(formatValue(step.content))}.`,
      ]
    case 'flagged':
      return [`${step.who} flagged it as wrong${quoted(step.content)}`]
    case 'reviewed':
      return [`${step.who} looked at it afterwards: ${step.name}${quoted(step.content)}`]
    case 'reversed':
      return [`${step.who} reversed ${step.name}${quoted(step.content)}`]
    case 'refused':
      return [`A command (${step.name}) of ${step.who} was refused: ${sayCode(step.code)}`]
    case 'effect':
    case 'approval':
      return effectOnce(step, page, told)
    case 'ended':
      return [`Ended: ${step.name}. ${sayCode(step.code)}`]
    default:
      return step.what satisfies never
  }
}

const effectOnce = (step: StepShown, page: GoalPage, told: Set<string>): string[] => {
  if (step.code === 'ALLOWED_AGAIN') return [`${step.who} allowed an effect once more${quoted(step.content)}`]
  const id =
    step.what === 'approval'
      ? page.approvals.find((approval) => approval.id === step.name)?.effect
      : step.name
  const effect = page.effects.find((one) => one.id === id)
  if (effect === undefined || told.has(effect.id)) return []
  told.add(effect.id)
  return tellEffect(effect, page.approvals)
}
