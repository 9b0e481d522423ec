import type { GoalOutcome } from './goal-outcome.ts'

/** What a policy says of one goal's time, in milliseconds; a baseline that nobody gave is null. */
export type Minutes = { baseline: number | null; decision: number }

/** Whole numbers only, so that the order in which goals are added changes nothing. */
export type Tally = {
  ended: number
  classes: Record<'done-alone' | 'done-approved' | 'declined' | 'by-person' | 'cancelled', number>
  /** of the first three classes, what nothing proves: done_when did not hold, or no rule is named */
  unproven: number
  right: number
  wrong: number
  wrongBy: { review: number; flag: number; reversal: number }
  awaited: number
  done: number
  withoutBaseline: number
  baselineMs: number
  peopleMs: number
  wrongMs: number
  /** decisions whose time no page saw, counted at `decision_minutes` */
  unmeasured: number
  micros: number
}

export const emptyTally = (): Tally => ({
  ended: 0,
  classes: { 'done-alone': 0, 'done-approved': 0, declined: 0, 'by-person': 0, cancelled: 0 },
  unproven: 0,
  right: 0,
  wrong: 0,
  wrongBy: { review: 0, flag: 0, reversal: 0 },
  awaited: 0,
  done: 0,
  withoutBaseline: 0,
  baselineMs: 0,
  peopleMs: 0,
  wrongMs: 0,
  unmeasured: 0,
  micros: 0,
})

/** Found wrong: in the review, by a flag, or since a person reversed what it did. Once, however often it was said. */
export const foundWrong = (goal: Pick<GoalOutcome, 'review' | 'flagged' | 'reversed'>): boolean =>
  goal.review === 'wrong' || goal.flagged || goal.reversed

const one = (holds: boolean): number => (holds ? 1 : 0)

/** Adds one goal that ended. Open goals and goals of the tour are not counted: whoever calls leaves them out. */
export const addToTally = (tally: Tally, goal: GoalOutcome, minutes: Minutes): void => {
  const { class: ended } = goal
  if (ended === null) return
  const wrong = foundWrong(goal)
  const done = ended === 'done-alone' || ended === 'done-approved'
  tally.ended += 1
  tally.classes[ended] += 1
  tally.unproven += one(!goal.proven && (done || ended === 'declined'))
  tally.wrong += one(wrong)
  tally.right += one(!wrong && goal.review === 'right')
  tally.wrongBy.review += one(goal.review === 'wrong')
  tally.wrongBy.flag += one(goal.flagged)
  tally.wrongBy.reversal += one(goal.reversed)
  tally.awaited += one(goal.review === 'awaited' && !wrong)
  tally.done += one(done)
  tally.withoutBaseline += one(minutes.baseline === null && (done || wrong))
  tally.baselineMs += done ? (minutes.baseline ?? 0) : 0
  tally.wrongMs += wrong ? (minutes.baseline ?? 0) : 0
  tally.peopleMs += goal.people.ms + goal.people.unmeasured * minutes.decision
  tally.unmeasured += goal.people.unmeasured
  tally.micros += goal.cost
}
