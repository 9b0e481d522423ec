import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { Envelope } from '../../contracts/envelope.ts'
import { RemitError } from '../../contracts/errors.ts'
import type { Commit, Store } from '../port.ts'
import { sealCommit } from '../seal-commit.ts'
import { integer, text } from './columns.ts'
import type { SqliteAccess } from './sqlite-access.ts'

type Row = NonNullable<ReturnType<ReturnType<DatabaseSync['prepare']>['get']>>

const Events = z.array(Envelope)

const headOf = (row: Row): { log: string; version: number; hash: string } => ({
  log: text(row, 'log'),
  version: integer(row, 'version'),
  hash: text(row, 'hash'),
})

const readEvents = (log: string, row: Row): Envelope[] => {
  try {
    return Events.parse(JSON.parse(text(row, 'events')))
  } catch (error) {
    throw new RemitError('RECORD_BROKEN', { log, commit: integer(row, 'last') }, { cause: error })
  }
}

type Record = Pick<Store, 'append' | 'load' | 'byCause' | 'logs' | 'headsSince' | 'changedSince' | 'newest'>

/** The logs: one row a commit. `alongside` writes the timers and the view of a commit into its transaction. */
export const sqliteRecord = (
  { db, read, write }: SqliteAccess,
  alongside: (commit: Commit) => void,
): Record => {
  const head = db.prepare('SELECT log, version, hash FROM heads WHERE log = ?')
  const putHead = db.prepare(
    `INSERT INTO heads VALUES (?, ?, ?)
     ON CONFLICT (log) DO UPDATE SET version = excluded.version, hash = excluded.hash`,
  )
  const putCommit = db.prepare('INSERT INTO commits (log, last, cause, events) VALUES (?, ?, ?, ?)')
  const putNewest = db.prepare(`UPDATE meta SET value = ? WHERE name = 'newest' AND value < ?`)
  const newest = db.prepare(`SELECT value FROM meta WHERE name = 'newest'`)
  const after = db.prepare('SELECT last, events FROM commits WHERE log = ? AND last > ? ORDER BY last')
  const ofCause = db.prepare('SELECT last, events FROM commits WHERE log = ? AND cause = ? ORDER BY last')
  const page = db.prepare('SELECT log, version, hash FROM heads WHERE log > ? ORDER BY log LIMIT ?')
  const lastSeq = db.prepare('SELECT coalesce(max(seq), 0) AS seq FROM commits')
  const backwards = db.prepare(
    `SELECT log, json_extract(events, '$[#-1].at') AS at FROM commits ORDER BY seq DESC`,
  )
  const moved = db.prepare(
    `SELECT log, version, hash FROM heads
     WHERE log IN (SELECT log FROM commits WHERE seq > ? AND seq <= ?) ORDER BY log`,
  )

  const putEvents = (commit: Commit, at: { version: number; hash: string }): Envelope[] => {
    const events = sealCommit(commit, at)
    const last = events.at(-1)
    if (!last) return events
    putCommit.run(commit.log, last.version, commit.cause, JSON.stringify(events))
    putHead.run(commit.log, last.version, last.hash)
    putNewest.run(commit.at, commit.at)
    return events
  }

  return {
    append: (commit) =>
      write(() => {
        const row = head.get(commit.log)
        const at = row ? headOf(row) : { version: 0, hash: '' }
        if (at.version !== commit.expected) return { ok: false, conflict: true, version: at.version }
        const events = putEvents(commit, at)
        alongside(commit)
        return { ok: true, events }
      }),
    load: (log, version = 0) =>
      read(() =>
        after
          .all(log, version)
          .flatMap((row) => readEvents(log, row))
          .filter((event) => event.version > version),
      ),
    byCause: (log, cause) => read(() => ofCause.all(log, cause).flatMap((row) => readEvents(log, row))),
    logs: (start = '', limit = 1000) => read(() => page.all(start, limit).map(headOf)),
    headsSince: (position) =>
      read(() => {
        const end = integer(lastSeq.get() ?? {}, 'seq')
        return { position: String(end), heads: moved.all(Number(position), end).map(headOf) }
      }),
    changedSince: (at) =>
      read(() => {
        const logs = new Set<string>()
        for (const row of backwards.iterate()) {
          if (text(row, 'at') < at) break
          logs.add(text(row, 'log'))
        }
        return [...logs]
      }),
    newest: () => read(() => text(newest.get() ?? {}, 'value') || null),
  }
}
