import type { DatabaseSync } from 'node:sqlite'
import { transaction } from './transaction.ts'

const DAY = 86_400_000

/** RFC 3339 time so many days before the first seeding. */
export type DaysAgo = (days: number) => string

/**
 * Fills an empty file, all or nothing; a file that was filled keeps its data and dates.
 */
export const seedOnce = (db: DatabaseSync, seed: number, now: Date, fill: (daysAgo: DaysAgo) => void): void =>
  transaction(db, () => {
    if (db.prepare('SELECT 1 FROM meta WHERE name = ?').get('seeded_at')) return
    fill((days) => new Date(now.getTime() - days * DAY).toISOString())
    const note = db.prepare('INSERT INTO meta (name, value) VALUES (?, ?)')
    note.run('seeded_at', now.toISOString())
    note.run('seed', String(seed))
  })
