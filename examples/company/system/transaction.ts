import type { DatabaseSync } from 'node:sqlite'

/**
 * Runs `work` with the write lock taken at once; keeps what it did, or nothing if it throws
 * or `keep` is false.
 */
export const transaction = <T>(db: DatabaseSync, work: () => T, keep = true): T => {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec(keep ? 'COMMIT' : 'ROLLBACK')
    return result
  } catch (error) {
    // A failed COMMIT may already have ended the transaction; a second ROLLBACK would hide its error.
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
