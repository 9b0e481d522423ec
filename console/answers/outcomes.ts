import { Mode } from '../../contracts/events/goal-events.ts'
import type { Outcomes, WorkflowOutcomes } from '../../contracts/http/outcomes.ts'
import { coverageOf } from '../../contracts/measures/coverage.ts'
import { figuresOf } from '../../contracts/measures/figures.ts'
import type { GoalOutcome } from '../../contracts/measures/goal-outcome.ts'
import { addToTally, emptyTally, type Minutes, type Tally } from '../../contracts/measures/tally.ts'
import { wilson } from '../../contracts/measures/wilson.ts'
import { dayIn } from '../../contracts/day-in.ts'
import type { ControlState } from '../record/control-state.ts'

/** The default of the policy's grammar, for a goal whose policy is not in the record any more. */
const decisionMinutes = 2
const ms = (minutes: number): number => Math.round(minutes * 60_000)

const minutesFor = (control: ControlState, goal: GoalOutcome): Minutes => {
  const found = control.policies[goal.policy]?.workflows[goal.workflow]
  const baseline = found?.baseline_minutes
  return {
    baseline: baseline === undefined ? null : ms(baseline),
    decision: ms(found?.decision_minutes ?? decisionMinutes),
  }
}

type Group = { whole: Tally; agents: Map<string, Tally>; days: Map<string, Tally> }
const newGroup = (): Group => ({ whole: emptyTally(), agents: new Map(), days: new Map() })

const tallyIn = (tallies: Map<string, Tally>, name: string): Tally => {
  const known = tallies.get(name) ?? emptyTally()
  tallies.set(name, known)
  return known
}
const zoneOf = (control: ControlState, workflow: string): string =>
  control.policy?.workflows[workflow]?.timezone ?? control.policy?.company?.timezone ?? 'UTC'

const modeShown = (control: ControlState, workflow: string): WorkflowOutcomes['mode'] => {
  const policy = control.policy?.workflows[workflow]
  if (policy === undefined) return null
  const set = control.modeSet[workflow]
  const ladder = Mode.options
  const [mode, ceiling] = [set?.mode ?? policy.mode, policy.mode_ceiling]
  return {
    // A mode that was set stands, but never above a ceiling that was lowered since.
    mode: ladder.indexOf(mode) > ladder.indexOf(ceiling) ? ceiling : mode,
    ceiling,
    how: set?.how ?? 'policy',
    since: set?.at ?? null,
    by: set?.person ?? null,
    note: set?.note ?? '',
  }
}

const promotionShown = (control: ControlState, workflow: string): WorkflowOutcomes['promotion'] => {
  const proposal = control.promotions.proposals.find((one) => one.workflow === workflow)
  const policy = control.policy?.workflows[workflow]
  if (proposal === undefined || policy === undefined) return null
  const { accepted, suggestions } = proposal.evidence
  const lower = wilson(accepted, suggestions)?.low ?? 0
  return { ...proposal, lower, covers: coverageOf(proposal.evidence, policy) }
}

/**
 * The figures of every workflow: over all, for each agent and for each day. Counted from one line a goal, which the
 * record made; a goal of the tour is not counted, nor is one that is open.
 */
export const outcomesOf = (
  control: ControlState,
  goals: readonly GoalOutcome[],
  asked: { workflow?: string | undefined; from: string; to: string },
): Outcomes => {
  const groups = new Map<string, Group>()
  const named = asked.workflow === undefined ? Object.keys(control.policy?.workflows ?? {}) : [asked.workflow]
  for (const name of named) groups.set(name, newGroup())
  for (const goal of goals) {
    if (goal.tour || goal.ended === null) continue
    const group = groups.get(goal.workflow) ?? newGroup()
    groups.set(goal.workflow, group)
    const minutes = minutesFor(control, goal)
    const day = tallyIn(group.days, dayIn(goal.ended, zoneOf(control, goal.workflow)))
    const tallies = [group.whole, day, ...goal.agents.map((agent) => tallyIn(group.agents, agent))]
    for (const tally of tallies) addToTally(tally, goal, minutes)
  }
  const currency = control.policy?.company?.currency ?? ''
  const listed = (tallies: Map<string, Tally>) =>
    [...tallies]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, tally]) => ({ name, figures: figuresOf(tally, currency) }))
  const items = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([workflow, group]): WorkflowOutcomes => ({
      workflow,
      timezone: zoneOf(control, workflow),
      mode: modeShown(control, workflow),
      baseline: control.baselines[workflow] ?? null,
      decisionMinutes: control.policy?.workflows[workflow]?.decision_minutes ?? decisionMinutes,
      figures: figuresOf(group.whole, currency),
      agents: listed(group.agents).map(({ name, figures }) => ({ agent: name, figures })),
      days: listed(group.days).map(({ name, figures }) => ({ day: name, figures })),
      promotion: promotionShown(control, workflow),
    }))
  return { from: asked.from, to: asked.to, items, cursor: null }
}
