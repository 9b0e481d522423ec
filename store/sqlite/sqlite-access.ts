import type { DatabaseSync } from 'node:sqlite'
import { groupWriter } from './group-writer.ts'
import { sqliteError } from './sqlite-error.ts'

/** How the parts of the store reach the file: reads at once, writes in groups, errors with a code of ours. */
export type SqliteAccess = {
  db: DatabaseSync
  read: <T>(work: () => T) => Promise<T>
  write: <T>(work: () => T) => Promise<T>
  close: () => Promise<void>
}

/** `patience`: milliseconds that a write waits for the lock of another process. */
export const sqliteAccess = (db: DatabaseSync, patience: number): SqliteAccess => {
  const writer = groupWriter(db, patience)
  return {
    db,
    async read(work) {
      try {
        return work()
      } catch (error) {
        throw sqliteError(error)
      }
    },
    write: writer.write,
    async close() {
      await writer.close()
      if (db.isOpen) db.close()
    },
  }
}
