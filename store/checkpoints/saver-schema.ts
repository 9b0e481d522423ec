import type { DatabaseSync } from 'node:sqlite'
import { RemitError } from '../../contracts/errors.ts'

const version = 1

/** Channel values stand apart from checkpoints, by version: a value that a step did not change is kept once. */
const tables = `
CREATE TABLE checkpoints (
  thread TEXT NOT NULL, ns TEXT NOT NULL, id TEXT NOT NULL, parent TEXT, type TEXT NOT NULL,
  checkpoint BLOB NOT NULL, metadata_type TEXT NOT NULL, metadata BLOB NOT NULL,
  PRIMARY KEY (thread, ns, id)) STRICT;
CREATE TABLE channels (
  thread TEXT NOT NULL, ns TEXT NOT NULL, channel TEXT NOT NULL, version TEXT NOT NULL, type TEXT NOT NULL,
  value BLOB NOT NULL, PRIMARY KEY (thread, ns, channel, version)) STRICT;
CREATE TABLE writes (
  thread TEXT NOT NULL, ns TEXT NOT NULL, id TEXT NOT NULL, task TEXT NOT NULL, idx INTEGER NOT NULL,
  path TEXT NOT NULL, channel TEXT NOT NULL, type TEXT NOT NULL, value BLOB NOT NULL,
  PRIMARY KEY (thread, ns, id, task, idx)) STRICT;
`

/** Makes the tables of a new file. Throws UNKNOWN_VERSION for a file of a newer release. */
export const prepareSaverSchema = (db: DatabaseSync): void => {
  const found = Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
  if (found === version) return
  if (found !== 0) throw new RemitError('UNKNOWN_VERSION', { schema: found, known: version })
  db.exec(tables)
  db.exec(`PRAGMA user_version = ${version}`)
}
