import type { GoalEvent, Recorded } from '../contracts/events.ts'
import type { Span } from './span.ts'
import { traceFold } from './trace-fold.ts'

type Event = Recorded<GoalEvent>

/** The finished spans of a goal's record, in the order in which they ended. [] where no goal was accepted. Pure. */
export const spansOf = (events: readonly Event[]): Span[] => {
  const fold = traceFold()
  return events.flatMap((event) => fold.take(event))
}

/** Those that ended behind version `before`: what the commit after it has to export, and a repeat of it again. */
export const newSpans = (before: number, events: readonly Event[]): Span[] =>
  spansOf(events).filter(({ ended }) => ended !== null && ended > before)

/** The trace as it stands for a reader: what is over, and what is under way with `end` null; oldest first. */
export const wholeTrace = (events: readonly Event[]): Span[] => {
  const fold = traceFold()
  const finished = events.flatMap((event) => fold.take(event))
  return [...finished, ...fold.open()].toSorted(
    (one, other) => one.start.localeCompare(other.start) || one.began - other.began,
  )
}
