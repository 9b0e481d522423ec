import type { DatabaseSync } from 'node:sqlite'
import { bytes, integer, text, textOrNull } from '../sqlite/columns.ts'

/** A value as the serializer wrote it: the name of its format and its bytes. */
export type Packed = [type: string, value: Uint8Array]
export type CheckpointRow = {
  thread: string
  ns: string
  id: string
  parent: string | null
  checkpoint: Packed
  metadata: Packed
}
export type WriteRow = { task: string; idx: number; path: string; channel: string; value: Packed }

type Scope = { thread: string | null; ns: string | null; id: string | null; before: string | null }

export type SaverRows = {
  find: (thread: string, ns: string, id: string | null) => CheckpointRow | null
  /** ids alone, newest first: bodies are read one by one while the list is walked */
  list: (scope: Scope) => { thread: string; ns: string; id: string }[]
  channel: (thread: string, ns: string, channel: string, version: string) => Packed | null
  writes: (thread: string, ns: string, id: string) => WriteRow[]
  put: (row: CheckpointRow) => void
  putChannel: (thread: string, ns: string, channel: string, version: string, value: Packed) => void
  /** what was written first stays, except for LangGraph's own entries (negative idx), of which the last counts */
  putWrite: (thread: string, ns: string, id: string, row: WriteRow) => void
  deleteThread: (thread: string) => void
  goals: () => string[]
  threadsOf: (goal: string) => string[]
}

/** The statements of the three tables, prepared once. */
export const saverRows = (db: DatabaseSync): SaverRows => {
  const one = db.prepare('SELECT * FROM checkpoints WHERE thread = ? AND ns = ? AND id = ?')
  const latest = db.prepare('SELECT * FROM checkpoints WHERE thread = ? AND ns = ? ORDER BY id DESC LIMIT 1')
  const channel = db.prepare(
    'SELECT type, value FROM channels WHERE thread = ? AND ns = ? AND channel = ? AND version = ?',
  )
  const writes = db.prepare('SELECT * FROM writes WHERE thread = ? AND ns = ? AND id = ?')
  const put = db.prepare('INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const putChannel = db.prepare('INSERT OR REPLACE INTO channels VALUES (?, ?, ?, ?, ?, ?)')
  const keepWrite = db.prepare('INSERT OR IGNORE INTO writes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const replaceWrite = db.prepare('INSERT OR REPLACE INTO writes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const goals = db.prepare(
    `SELECT DISTINCT substr(thread, 1, instr(thread, '.') - 1) AS goal FROM checkpoints WHERE instr(thread, '.') > 0`,
  )
  const ofGoal = db.prepare('SELECT DISTINCT thread FROM checkpoints WHERE thread >= ? AND thread < ?')
  const drops = ['checkpoints', 'channels', 'writes'].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE thread = ?`),
  )

  const rowOf = (row: NonNullable<ReturnType<typeof one.get>>): CheckpointRow => ({
    thread: text(row, 'thread'),
    ns: text(row, 'ns'),
    id: text(row, 'id'),
    parent: textOrNull(row, 'parent'),
    checkpoint: [text(row, 'type'), bytes(row, 'checkpoint')],
    metadata: [text(row, 'metadata_type'), bytes(row, 'metadata')],
  })

  const list = (scope: Scope): { thread: string; ns: string; id: string }[] => {
    const { thread, ns, id, before } = scope
    const equal = Object.entries({ thread, ns, id }).filter(([, value]) => value !== null)
    const conditions = [...equal.map(([name]) => `${name} = ?`), ...(before === null ? [] : ['id < ?'])]
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
    return db
      .prepare(`SELECT thread, ns, id FROM checkpoints ${where} ORDER BY id DESC`)
      .all(...equal.map(([, value]) => value), ...(before === null ? [] : [before]))
      .map((row) => ({ thread: text(row, 'thread'), ns: text(row, 'ns'), id: text(row, 'id') }))
  }

  return {
    find(thread, ns, id) {
      const row = id === null ? latest.get(thread, ns) : one.get(thread, ns, id)
      return row ? rowOf(row) : null
    },
    list,
    channel(thread, ns, name, version) {
      const row = channel.get(thread, ns, name, version)
      return row ? [text(row, 'type'), bytes(row, 'value')] : null
    },
    writes: (thread, ns, id) =>
      writes.all(thread, ns, id).map((row) => ({
        task: text(row, 'task'),
        idx: integer(row, 'idx'),
        path: text(row, 'path'),
        channel: text(row, 'channel'),
        value: [text(row, 'type'), bytes(row, 'value')],
      })),
    put: ({ thread, ns, id, parent, checkpoint, metadata }) => {
      put.run(thread, ns, id, parent, ...checkpoint, ...metadata)
    },
    putChannel: (thread, ns, name, version, value) => {
      putChannel.run(thread, ns, name, version, ...value)
    },
    putWrite: (thread, ns, id, { task, idx, path, channel: name, value }) => {
      const statement = idx < 0 ? replaceWrite : keepWrite
      statement.run(thread, ns, id, task, idx, path, name, ...value)
    },
    goals: () => goals.all().map((row) => text(row, 'goal')),
    // U+002E ends the goal's name, U+002F follows it.
    threadsOf: (goal) => ofGoal.all(`${goal}.`, `${goal}/`).map((row) => text(row, 'thread')),
    deleteThread: (thread) => {
      for (const drop of drops) drop.run(thread)
    },
  }
}
