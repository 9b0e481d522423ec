import type { Store } from '../port.ts'
import { text } from './columns.ts'
import type { SqliteAccess } from './sqlite-access.ts'

const several = 200

/** What is over goes in small transactions, so that nobody waits for long. */
export const sqliteRetention = ({
  db,
  read,
  write,
}: SqliteAccess): Pick<Store, 'logsEndedBefore' | 'expire'> => {
  const ended = db.prepare(
    `SELECT id FROM views WHERE open = 0 AND json_extract(view, '$.ended') < ? ORDER BY id LIMIT 10000`,
  )
  const trail = db.prepare(
    `DELETE FROM trail WHERE rowid IN (SELECT trail.rowid FROM trail
       LEFT JOIN views ON views.id = trail.subject
       WHERE trail.at < ? AND coalesce(views.open, 0) = 0 LIMIT ${several})`,
  )
  const dead = db.prepare(
    `DELETE FROM dead WHERE rowid IN (SELECT rowid FROM dead WHERE at < ? LIMIT ${several})`,
  )
  const ofLog = [
    'DELETE FROM commits WHERE log = ?',
    'DELETE FROM heads WHERE log = ?',
    'DELETE FROM views WHERE id = ?',
    'DELETE FROM inbox WHERE goal = ?',
    'DELETE FROM steps WHERE goal = ?',
    'DELETE FROM trail WHERE subject = ?',
    'DELETE FROM bound WHERE subject = ?',
    'DELETE FROM subjects WHERE subject = ?',
  ].map((sql) => db.prepare(sql))
  const drain = async (remove: () => number | bigint): Promise<number> => {
    let removed = 0
    for (;;) {
      const count = Number(await write(remove))
      removed += count
      if (count < several) return removed
    }
  }
  return {
    logsEndedBefore: (before) => read(() => ended.all(before).map((row) => text(row, 'id'))),
    async expire({ trail: trailBefore, dead: deadBefore, logs }) {
      const objects = await drain(() => trail.run(trailBefore).changes)
      const letters = await drain(() => dead.run(deadBefore).changes)
      for (const log of logs) await write(() => ofLog.forEach((drop) => drop.run(log)))
      return { objects, letters }
    },
  }
}
