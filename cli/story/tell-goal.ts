import type { GoalPage } from '../../contracts/http/goal-page.ts'
import { formatMoney } from '../../contracts/money.ts'
import { formatClock, formatTime } from '../format-time.ts'
import { plainText, sentenceOf } from '../format-value.ts'
import { tellStep } from './tell-step.ts'

const classes: Record<string, string> = {
  'done-alone': 'done, without a person',
  'done-approved': 'done, with approval',
  declined: 'declined by rule',
  'by-person': 'taken by a person',
  cancelled: 'cancelled',
}

/** Where it stands, in a few words. */
export const standingOf = (goal: { status: string; class: string | null; halted: boolean }): string => {
  const halted = goal.halted && goal.status !== 'ended' ? ', halted' : ''
  return goal.class === null ? `${goal.status}${halted}` : (classes[goal.class] ?? goal.class)
}

const cost = (page: GoalPage): string => {
  const { tokens, calls } = page.spent
  const moved =
    page.money.length === 0 ? 'No money moved.' : `Moved ${page.money.map(formatMoney).join(' and ')}.`
  return `${moved} Models cost ${page.cost} (${tokens} tokens); ${calls} calls of tools.`
}

const open = (page: GoalPage): string[] => {
  const approvals = page.approvals
    .filter(({ status }) => status === 'open')
    .flatMap(({ id, role, due }) => [
      `Waits for ${role} until ${formatTime(due)}. To decide:`,
      `  remit approve ${id}        or: remit reject ${id} --note "..."`,
    ])
  const { escalation } = page
  if (escalation === null) return approvals
  const question = escalation.question === null ? [] : [`  The question: ${plainText(escalation.question)}`]
  const proposed = escalation.proposed === null ? [] : [`  Proposed: ${sentenceOf(escalation.proposed)}`]
  return [
    ...approvals,
    `With a person (role ${escalation.role}).`,
    ...question,
    ...proposed,
    `  remit resume ${page.id} --note "..."   or: remit resolve ${page.id} --note "..."   or: remit cancel ${page.id}`,
  ]
}

/** The story of a goal: who asked for what, on which facts it was judged, by whose leave, at what cost. */
export const tellGoal = (page: GoalPage): string[] => {
  const told = new Set<string>()
  let day = ''
  const steps = page.steps.flatMap((step) => {
    const lines = tellStep(step, page, told)
    const date = formatTime(step.at).slice(0, 10)
    const heading = lines.length > 0 && date !== day ? [`${date} (UTC)`] : []
    if (lines.length > 0) day = date
    return [
      ...heading,
      ...lines.map((line, index) =>
        index === 0 ? `  ${formatClock(step.at)}  ${line}` : `            ${line}`,
      ),
    ]
  })
  const tour = page.tour ? ' · tour' : ''
  return [
    page.goal === null ? '(the text was erased)' : plainText(page.goal),
    `${page.id} · ${standingOf(page)} · workflow ${page.workflow}${tour}`,
    '',
    ...steps,
    '',
    cost(page),
    ...open(page),
    ...(page.review ? ['Chosen for review.'] : []),
  ]
}
