import type { GoalView, Store, TimerChange } from '../port.ts'
import { text } from './columns.ts'
import type { SqliteAccess } from './sqlite-access.ts'

type Apply = { view: (view: GoalView) => boolean; timers: (changes: TimerChange[]) => void }

/**
 * Views and timers that are behind their log. A view that a newer commit wrote meanwhile stays, and then its timers
 * stay too: those of the older state would come back to life.
 */
export const sqliteRepair =
  ({ db, read, write }: SqliteAccess, load: Store['load'], apply: Apply): Store['repair'] =>
  async (rebuild) => {
    const behind = db.prepare(
      `SELECT heads.log FROM heads LEFT JOIN views ON views.id = heads.log
       WHERE views.version IS NULL OR views.version < heads.version ORDER BY heads.log`,
    )
    const logs = await read(() => behind.all().map((row) => text(row, 'log')))
    let repaired = 0
    for (const log of logs) {
      const built = await rebuild(log, () => load(log))
      if (!built) continue
      const applied = await write(() => {
        const newer = apply.view(built.view)
        if (newer) apply.timers(built.timers)
        return newer
      })
      if (applied) repaired += 1
    }
    return repaired
  }
