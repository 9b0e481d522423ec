import type { DatabaseSync } from 'node:sqlite'
import { RemitError } from '../../contracts/errors.ts'

/** Raised with every change of the tables; a file of a newer release is refused, never guessed at. */
export const schemaVersion = 6

/** `ref` = the name of a data subject under the store's index key: no name of a person stands in the file. */
const dataSubjects = `
CREATE TABLE data_subjects (ref TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE bound (ref TEXT NOT NULL, subject TEXT NOT NULL, PRIMARY KEY (ref, subject)) STRICT, WITHOUT ROWID;
CREATE TABLE dead (
  id TEXT PRIMARY KEY, at TEXT NOT NULL, goal TEXT, retried TEXT, letter TEXT NOT NULL, digest TEXT NOT NULL) STRICT;
`

const outcomes = `
CREATE TABLE IF NOT EXISTS outcomes (
  goal TEXT PRIMARY KEY, workflow TEXT NOT NULL, ended TEXT, decided TEXT, outcome TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS outcomes_ended ON outcomes (ended);
CREATE INDEX IF NOT EXISTS outcomes_decided ON outcomes (workflow, decided);
`

/**
 * `commits.seq` is the order of all commits: SQLite has one writer at a time and rows are only added, so whoever has
 * read up to a seq has missed nothing before it. `timers.wake` is the due time, or the end of a claim.
 */
const tables = `
CREATE TABLE commits (
  seq INTEGER PRIMARY KEY, log TEXT NOT NULL, last INTEGER NOT NULL, cause TEXT NOT NULL, events TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX commits_log ON commits (log, last);
CREATE INDEX commits_cause ON commits (log, cause);
CREATE TABLE heads (
  log TEXT PRIMARY KEY, version INTEGER NOT NULL, hash TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (
  key TEXT NOT NULL, kind TEXT NOT NULL, currency TEXT NOT NULL, period TEXT NOT NULL, day TEXT NOT NULL,
  used INTEGER NOT NULL, held INTEGER NOT NULL, days TEXT,
  PRIMARY KEY (key, kind, currency, period, day)) STRICT, WITHOUT ROWID;
CREATE TABLE holders (
  holder TEXT PRIMARY KEY, goal TEXT NOT NULL, at TEXT NOT NULL, lines TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE warned (
  key TEXT NOT NULL, kind TEXT NOT NULL, currency TEXT NOT NULL, period TEXT NOT NULL, day TEXT NOT NULL,
  since TEXT NOT NULL, holder TEXT NOT NULL, PRIMARY KEY (key, kind, currency, period, day)) STRICT, WITHOUT ROWID;
CREATE TABLE effect_keys (
  tool TEXT NOT NULL, key TEXT NOT NULL, goal TEXT, effect TEXT, settled INTEGER NOT NULL, settled_at TEXT,
  effects TEXT NOT NULL, seen INTEGER NOT NULL DEFAULT 0, taken_at TEXT NOT NULL DEFAULT '', PRIMARY KEY (tool, key)) STRICT, WITHOUT ROWID;

CREATE TABLE timers (
  id TEXT PRIMARY KEY, log TEXT NOT NULL, due TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL,
  wake TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX timers_wake ON timers (wake);

CREATE TABLE views (
  id TEXT PRIMARY KEY, version INTEGER NOT NULL, created TEXT NOT NULL, open INTEGER NOT NULL, status TEXT NOT NULL,
  class TEXT, workflow TEXT NOT NULL, agent TEXT, view TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX views_created ON views (created, id);
CREATE INDEX views_open ON views (created, id) WHERE open = 1;
CREATE TABLE inbox (
  goal TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, role TEXT NOT NULL, since TEXT NOT NULL,
  item TEXT NOT NULL, PRIMARY KEY (goal, id)) STRICT, WITHOUT ROWID;

CREATE TABLE approvals (approval TEXT PRIMARY KEY, goal TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE subjects (
  subject TEXT PRIMARY KEY, wrapped BLOB NOT NULL, under TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
${dataSubjects}${outcomes}CREATE TABLE trail (
  subject TEXT NOT NULL, digest TEXT NOT NULL, at TEXT NOT NULL, sealed BLOB NOT NULL,
  PRIMARY KEY (subject, digest)) STRICT;
CREATE TABLE steps (
  goal TEXT NOT NULL, id TEXT NOT NULL, task TEXT NOT NULL, attempt INTEGER NOT NULL, by TEXT NOT NULL,
  worker TEXT NOT NULL, at TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (goal, id)) STRICT;
`

/** What each version added to the one before it. */
const steps: Readonly<Record<number, string>> = {
  1: `
ALTER TABLE effect_keys ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE effect_keys ADD COLUMN taken_at TEXT NOT NULL DEFAULT '';
`,
  2: `ALTER TABLE subjects ADD COLUMN under TEXT NOT NULL DEFAULT '';${dataSubjects}`,
  3: `
CREATE TABLE IF NOT EXISTS warned (
  key TEXT NOT NULL, kind TEXT NOT NULL, currency TEXT NOT NULL, period TEXT NOT NULL, day TEXT NOT NULL,
  since TEXT NOT NULL, holder TEXT NOT NULL, PRIMARY KEY (key, kind, currency, period, day)) STRICT, WITHOUT ROWID;
`,
  // Lists made before know nothing of outcomes: behind their logs they are made anew.
  4: `${outcomes}UPDATE views SET version = 0;`,
  5: `
CREATE TABLE approvals (approval TEXT PRIMARY KEY, goal TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO approvals SELECT id, goal FROM inbox WHERE kind = 'approval';
`,
}

const numberOf = (db: DatabaseSync): number | null => {
  const there = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'meta'`).get()
  if (!there) return null
  return Number(db.prepare(`SELECT value FROM meta WHERE name = 'schema'`).get()?.['value'])
}

/**
 * Makes the tables of a new file, and brings those of an older release up to date. Throws UNKNOWN_VERSION for a file of a newer release. To be called inside a
 * transaction, so that two processes that open one new file agree.
 */
export const prepareSchema = (db: DatabaseSync): void => {
  const found = numberOf(db)
  if (found === schemaVersion) return
  if (found !== null) {
    for (let version = found; version < schemaVersion; version += 1) {
      const step = steps[version]
      if (step === undefined) throw new RemitError('UNKNOWN_VERSION', { schema: found, known: schemaVersion })
      db.exec(step)
    }
    if (found > schemaVersion)
      throw new RemitError('UNKNOWN_VERSION', { schema: found, known: schemaVersion })
    db.prepare(`UPDATE meta SET value = ? WHERE name = 'schema'`).run(String(schemaVersion))
    return
  }
  db.exec('CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID')
  db.exec(tables)
  db.prepare(`INSERT INTO meta VALUES ('schema', ?), ('newest', '')`).run(String(schemaVersion))
}
