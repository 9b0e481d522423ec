import { chmodSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** A file with everything that was committed at one moment and nothing that was deleted (SQLite's VACUUM INTO). */
export const copyDatabase = (from: string, to: string): void => {
  const db = new DatabaseSync(from, { timeout: 5000 })
  try {
    db.prepare('VACUUM INTO ?').run(to)
    chmodSync(to, 0o600)
  } finally {
    db.close()
  }
}
