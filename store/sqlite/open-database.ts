import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { RemitError } from '../../contracts/errors.ts'
import { isBusy, sqliteError } from './sqlite-error.ts'

/** Short: it blocks the event loop. The rest of the patience is waited for by the group writer. */
const busyMilliseconds = 25

/** What is recorded is for its owner alone; SQLite gives its other files the mode of this one. */
const makePrivately = (file: string): void => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
}

const connect = (file: string, prepare: (db: DatabaseSync) => void): DatabaseSync => {
  const db = new DatabaseSync(file, { timeout: busyMilliseconds })
  try {
    // What is deleted is overwritten with zeros, always: a key that was destroyed must not lie on in a free page.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON')
    db.exec('PRAGMA foreign_keys = OFF')
    db.exec('BEGIN IMMEDIATE')
    prepare(db)
    db.exec('COMMIT')
    return db
  } catch (error) {
    // Closing rolls back what was begun.
    db.close()
    throw error
  }
}

/** A power loss after the first commit must not lose the name of the file itself. */
const syncFolder = (folder: string): void => {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

/**
 * A connection to a file that several processes share: write-ahead log, each commit on the disk before it returns.
 * `prepare` runs in a transaction. Throws STORE_UNREACHABLE where the file cannot be had within `patience`
 * milliseconds.
 */
export const openDatabase = async (
  file: string,
  prepare: (db: DatabaseSync) => void,
  patience = 5000,
): Promise<DatabaseSync> => {
  const until = performance.now() + patience
  const inMemory = file === ':memory:'
  for (;;) {
    try {
      if (!inMemory) makePrivately(file)
      const db = connect(file, prepare)
      if (!inMemory) syncFolder(dirname(file))
      return db
    } catch (error) {
      if (!isBusy(error)) throw unreachable(file, error)
      if (performance.now() > until) throw unreachable(file, error)
      await wait(5 + Math.random() * 20)
    }
  }
}

const unreachable = (file: string, error: unknown): unknown => {
  if (error instanceof RemitError) return error
  const translated = sqliteError(error)
  const reason = error instanceof Error ? error.message : String(error)
  if (translated instanceof RemitError)
    return new RemitError('STORE_UNREACHABLE', { file, reason }, { cause: error })
  const system = error instanceof Error && 'syscall' in error
  return system
    ? new RemitError('STORE_UNREACHABLE', { file, reason: error.message }, { cause: error })
    : error
}
