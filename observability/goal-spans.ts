import type { Envelope } from '../contracts/envelope.ts'
import { readGoalEvent, type GoalEvent, type Recorded } from '../contracts/events.ts'
import type { SpanExporter, SpanLog } from './exporter.ts'
import type { Span } from './span.ts'
import { newSpans } from './spans.ts'
import { traceFold, type TraceFold } from './trace-fold.ts'

/** What a supervisor says after each commit, and again when a message that it answered before comes again. */
export type Committed = { repeated: boolean; events: readonly Recorded<GoalEvent>[] }
export type ExportCommits = {
  (committed: Committed): void
  /** resolves when all commits so far have been handed to the exporter */
  settled: () => Promise<void>
}

const mostGoals = 10_000

/**
 * Exports the spans that end with each commit. A goal that this process sees for the first time, after a start or from
 * another replica, is exported from its beginning: spans that a killed process still had in its queue are made again
 * from the record under the same ids, so that none that follows is an orphan. Works behind the caller and never fails
 * it; `load` answers the whole log of a goal.
 */
export const exportCommits = (
  exporter: Pick<SpanExporter, 'export' | 'url'>,
  load: (goal: string) => Promise<Envelope[]>,
  log: Pick<SpanLog, 'warn'>,
): ExportCommits => {
  const folds = new Map<string, TraceFold>()
  let tail = Promise.resolve()

  const keep = (goal: string, fold: TraceFold): void => {
    folds.delete(goal)
    if (fold.ended()) return
    folds.set(goal, fold)
    const [oldest] = folds.keys()
    if (folds.size > mostGoals && oldest !== undefined) folds.delete(oldest)
  }
  const read = async (goal: string, last = Number.MAX_SAFE_INTEGER): Promise<Recorded<GoalEvent>[]> =>
    (await load(goal)).filter(({ version }) => version <= last).map(readGoalEvent)
  const spansNow = async (
    { repeated, events }: Committed,
    goal: string,
    version: number,
  ): Promise<Span[]> => {
    const known = folds.get(goal)
    if (repeated && known !== undefined)
      return newSpans(version - 1, await read(goal, events.at(-1)?.meta.version))
    const fold = known ?? traceFold()
    const next = fold.version() + 1
    const missing = version > next ? await read(goal, version - 1) : []
    const spans = [...missing, ...events]
      .filter(({ meta }) => meta.version >= next)
      .flatMap((event) => fold.take(event))
    keep(goal, fold)
    return spans
  }
  const take = async (committed: Committed): Promise<void> => {
    const [first] = committed.events
    if (first === undefined) return
    const { goal, version } = first.meta
    try {
      exporter.export(await spansNow(committed, goal, version))
    } catch (error) {
      // What could not be read now is made from the record when the goal moves again.
      folds.delete(goal)
      log.warn({ err: error, goal }, 'spans of a goal could not be made')
    }
  }
  const exported = (committed: Committed): void => {
    if (exporter.url === null) return
    tail = tail.then(() => take(committed))
  }
  return Object.assign(exported, { settled: () => tail })
}
