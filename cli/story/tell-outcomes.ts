import type { Outcomes, WorkflowOutcomes } from '../../contracts/http/outcomes.ts'
import type { Figures } from '../../contracts/measures/figures.ts'
import { printTable } from '../print-table.ts'

const percent = (share: number | null): string => (share === null ? '-' : `${(share * 100).toFixed(1)} %`)
const hours = (minutes: number | null): string =>
  minutes === null ? 'no baseline' : `${minutes < 0 ? '-' : ''}${(Math.abs(minutes) / 60).toFixed(1)} h`

const modeLine = ({ mode }: WorkflowOutcomes): string => {
  if (mode === null) return 'The policy in force has it no more.'
  const by = mode.by === null ? 'as its policy begins' : `${mode.how} by ${mode.by}`
  const since = mode.since === null ? '' : ` since ${mode.since.slice(0, 16).replace('T', ' ')} UTC`
  const why = mode.note === '' ? '' : `: ${mode.note}`
  return `Mode ${mode.mode} (${by}${since}${why}), ceiling ${mode.ceiling}.`
}

const errorText = ({ error }: Figures): string =>
  error.reviewed === 0
    ? `unknown: nobody reviewed any of ${error.notReviewed}`
    : `${percent(error.share)} (${error.wrong} wrong of ${error.reviewed} reviewed, 95 %: ${percent(error.low)} to ${percent(error.high)}; ${error.notReviewed} not reviewed)`

const sharesOf = ({ figures }: WorkflowOutcomes): string[] => {
  const { resolution, escalation, error, timeSaved, cost } = figures
  const unproven = figures.unproven === 0 ? '' : `; ${figures.unproven} not proven, not counted`
  return [
    `Resolved   ${percent(resolution.share)} (${resolution.count} of ${resolution.of} ended): ${figures.doneAlone} done alone, ${figures.doneApproved} done with approval, ${figures.declined} declined by rule${unproven}`,
    `Escalated  ${percent(escalation.share)} (${escalation.count} of ${escalation.of} ended); ${figures.cancelled} cancelled`,
    `Wrong      ${errorText(figures)}`,
    `           ${error.byReview} in review, ${error.byFlag} flagged, ${error.byReversal} reversed; ${error.awaited} await review`,
    `Time saved ${hours(timeSaved.minutes)}: ${timeSaved.baseline} min baseline of ${timeSaved.done - timeSaved.withoutBaseline} done - ${timeSaved.people.toFixed(1)} min of people - ${timeSaved.wrong} min of goals found wrong`,
    `Cost       ${cost.perResolved === null ? '-' : `${cost.perResolved} ${cost.currency}`} for each of ${cost.resolved} resolved (${cost.total} ${cost.currency} in all)`,
  ]
}

const baselineLine = ({ baseline, decisionMinutes, figures }: WorkflowOutcomes): string => {
  const measured =
    baseline === null || baseline.minutes === null
      ? 'No baseline.'
      : `Baseline ${baseline.minutes} min, by ${baseline.by}, ${baseline.sample === null ? 'measured on nothing that it names: a guess' : `measured on: ${baseline.sample}`}.`
  const { unmeasured } = figures.timeSaved
  return unmeasured === 0
    ? measured
    : `${measured} ${unmeasured} decisions over API or command line count ${decisionMinutes} min each.`
}

const rowOf = (
  name: string,
  { ended, resolution, escalation, error, timeSaved, cost }: Figures,
): string[] => [
  name,
  String(ended),
  percent(resolution.share),
  percent(escalation.share),
  error.reviewed === 0 ? 'not reviewed' : `${error.wrong}/${error.reviewed}`,
  hours(timeSaved.minutes),
  cost.perResolved ?? '-',
]
const heads = ['', 'ended', 'resolved', 'escalated', 'wrong', 'saved', 'cost each']

const promotionLines = ({ promotion }: WorkflowOutcomes): string[] =>
  promotion === null
    ? []
    : [
        `Has earned ${promotion.to}: ${promotion.evidence.accepted} of ${promotion.evidence.suggestions} suggestions accepted, lower 95 % bound ${promotion.lower.toFixed(4)}, by ${promotion.evidence.people.length} people. Covers ${promotion.covers.join('; ')}.`,
        `  remit promote ${promotion.workflow}`,
      ]

/** How each workflow does: every figure with its denominator and the mode it was made in. */
export const tellOutcomes = ({ from, to, items }: Outcomes): string[] => [
  `Goals that ended from ${from.slice(0, 16).replace('T', ' ')} to ${to.slice(0, 16).replace('T', ' ')} (UTC). Tour goals are not counted.`,
  ...items.flatMap((item) => {
    if (item.figures.ended === 0) return ['', item.workflow, `  ${modeLine(item)} Nothing ended.`]
    const agents = item.agents.map(({ agent, figures }) => rowOf(`agent ${agent}`, figures))
    const days = item.days.map(({ day, figures }) => rowOf(day, figures))
    return [
      '',
      item.workflow,
      ...[modeLine(item), ...sharesOf(item), baselineLine(item), ...promotionLines(item)].map(
        (line) => `  ${line}`,
      ),
      printTable(heads, [...agents, ...days]),
    ]
  }),
]
