import { canonicalJson } from '../../contracts/canonical-json.ts'
import { RemitError } from '../../contracts/errors.ts'
import type { Store, TrailPut } from '../port.ts'
import { text } from './columns.ts'
import type { SqliteAccess } from './sqlite-access.ts'

/** Steps and calls by goal: the row says who and when, the content is a trail object under the goal's key. */
export const sqliteSteps = (
  { db, read, write }: SqliteAccess,
  trail: Pick<Store, 'getTrail'> & { putNow: (subject: string, canonical: string) => TrailPut },
): Pick<Store, 'putStep' | 'steps'> => {
  const put = db.prepare('INSERT OR IGNORE INTO steps VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const all = db.prepare('SELECT * FROM steps WHERE goal = ? ORDER BY rowid')
  const contentOf = async (goal: string, digest: string): Promise<unknown> => {
    try {
      return await trail.getTrail(goal, digest)
    } catch (error) {
      if (error instanceof RemitError && error.code === 'UNREADABLE') return null
      throw error
    }
  }
  return {
    async putStep(goal, { id, task, attempt, by, worker, at, content }) {
      const canonical = canonicalJson(content)
      // Both rows in one transaction: one wait for the disk.
      await write(() =>
        put.run(goal, id, task, attempt, by, worker, at, trail.putNow(goal, canonical).digest),
      )
    },
    async steps(goal) {
      const rows = await read(() => all.all(goal))
      return Promise.all(
        rows.map(async (row) => ({
          id: text(row, 'id'),
          task: text(row, 'task'),
          attempt: Number(row['attempt']),
          by: text(row, 'by'),
          worker: text(row, 'worker'),
          at: text(row, 'at'),
          content: await contentOf(goal, text(row, 'digest')),
        })),
      )
    },
  }
}
