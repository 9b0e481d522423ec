import type { EndClass } from '../../contracts/events/goal-events.ts'
import type { GoalEvent, Recorded } from '../../contracts/events.ts'
import type { SharedCaps } from '../../contracts/events/parent.ts'
import type { ChildGoalEnded, TakeOutcome } from './commands.ts'
import type { Decision } from './decision.ts'
import { nothing } from './escalate.ts'
import { worst } from './rules/worst.ts'
import { openEffects, type Goal } from './state.ts'
import { maxIntents } from './terms.ts'

/** The parts of a goal that was split, and how each ended; null = it has not. */
export type Split = {
  content: string
  children: { goal: string; workflow: string; contract: string; class: EndClass | null }[]
  caps: SharedCaps
}

type SplitEvent = Extract<Recorded<GoalEvent>, { type: 'GoalSplit' | 'ChildEnded' }>

export const evolveSplit = (goal: Goal, event: SplitEvent): Goal => {
  if (event.type === 'GoalSplit') {
    const { content, children, caps } = event.data
    const split = { content, caps, children: children.map((one) => ({ ...one, class: null })) }
    return { ...goal, status: 'split', split }
  }
  if (goal.split === null) return goal
  const { goal: ended, class: endClass } = event.data
  const children = goal.split.children.map((one) => (one.goal === ended ? { ...one, class: endClass } : one))
  return { ...goal, split: { ...goal.split, children } }
}

export const openChildren = ({ split }: Goal): string[] =>
  (split?.children ?? []).flatMap((one) => (one.class === null ? [one.goal] : []))

type Outcome = Extract<TakeOutcome['outcome'], { kind: 'split' }>

/** Several matters, each its own goal through its own workflow's `admit`; or the code with which a person gets it. */
export const splitInto = (
  { to }: Outcome,
  content: string,
  goal: Goal,
): { events: GoalEvent[] } | { code: string } => {
  if (!to.ok) return { code: to.code }
  // A part is not taken apart again: it would have no largest single cap of its own.
  if (goal.routed || goal.parent !== null || to.intents.length < 2) return { code: 'BAD_OUTCOME' }
  // What is under way here would outlive the whole, whose parts alone end it.
  if (openEffects(goal).length > 0) return { code: 'EFFECT_OPEN' }
  if (to.intents.length > maxIntents) return { code: 'TOO_MANY_INTENTS' }
  const children = to.intents.map((one, index) => ({ goal: `${goal.id}/${index + 1}`, ...one }))
  return { events: [{ type: 'GoalSplit', data: { content, children, caps: to.caps } }] }
}

/** A part has ended; with the last of them ends the whole, in the worst of their classes. A cancel ends it itself. */
export const childEnded = (command: ChildGoalEnded, goal: Goal): Decision => {
  const child = goal.split?.children.find((one) => one.goal === command.child)
  if (child === undefined || child.class !== null || goal.status === 'ended') return nothing
  const ended: GoalEvent = {
    type: 'ChildEnded',
    data: { goal: command.child, class: command.class, code: command.code },
  }
  const others = (goal.split?.children ?? []).filter((one) => one !== child)
  const open = goal.status !== 'split' || others.some((one) => one.class === null)
  const classes = [command.class, ...others.flatMap((one) => one.class ?? [])]
  const end: GoalEvent = {
    type: 'GoalEnded',
    data: { class: worst(classes), code: 'PARTS_ENDED', task: null },
  }
  return { events: open ? [ended] : [ended, end], answer: { kind: 'none' } }
}
