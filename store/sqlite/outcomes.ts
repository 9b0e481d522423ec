import { GoalOutcome } from '../../contracts/measures/goal-outcome.ts'
import type { Store } from '../port.ts'
import { text } from './columns.ts'
import type { SqliteAccess } from './sqlite-access.ts'

/** One row for each goal that measures count, by the day it ended and by its last decided suggestion. */
export const sqliteOutcomes = ({
  db,
  read,
}: SqliteAccess): {
  find: Store['outcomes']
  apply: (goal: string, outcome: GoalOutcome | null) => void
} => {
  const put = db.prepare('INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?, ?, ?)')
  const drop = db.prepare('DELETE FROM outcomes WHERE goal = ?')
  const conditions = 'AND (:workflow IS NULL OR workflow = :workflow)'
  const between = (column: 'ended' | 'decided') =>
    db.prepare(
      `SELECT outcome FROM outcomes WHERE ${column} >= :from AND ${column} < :to ${conditions} ORDER BY ${column}, goal`,
    )
  const by = { ended: between('ended'), decided: between('decided') }
  return {
    find: (filter) =>
      read(() =>
        by[filter.by]
          .all({ from: filter.from ?? '', to: filter.to ?? '~', workflow: filter.workflow ?? null })
          .map((row) => GoalOutcome.parse(JSON.parse(text(row, 'outcome')))),
      ),
    apply: (goal, outcome) => {
      if (outcome === null) return void drop.run(goal)
      put.run(goal, outcome.workflow, outcome.ended, outcome.decided, JSON.stringify(outcome))
    },
  }
}
