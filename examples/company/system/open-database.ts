import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** What every sample system keeps beside its own tables. */
const COMMON = `
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY, tool TEXT NOT NULL, fault TEXT NOT NULL,
    left INTEGER, hits INTEGER NOT NULL DEFAULT 0) STRICT;
  CREATE TABLE IF NOT EXISTS keys (
    key TEXT PRIMARY KEY, tool TEXT NOT NULL, params TEXT NOT NULL, result TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS journal (seq INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT NOT NULL) STRICT;
`

/**
 * WAL and a busy time-out, so that a test may read or write the same file from its own process;
 * synchronous FULL, because an answered effect has to be there after power is lost.
 */
export const openDatabase = (file: string, tables: string): DatabaseSync => {
  mkdirSync(dirname(file), { recursive: true })
  const db = new DatabaseSync(file)
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON',
  )
  db.exec(COMMON)
  db.exec(tables)
  return db
}
