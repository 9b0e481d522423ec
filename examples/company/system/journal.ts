import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { selectAll } from './select.ts'

const Line = z.object({ seq: z.int() })
const Row = z.object({ seq: z.int(), line: z.string() })

export type Entry = {
  at: string
  tool: string
  /** the idempotency key as it was received */
  key: string | null
  args: unknown
  result: unknown
}

export type Journal = {
  /** Inside the transaction of the effect: the line and the effect are kept together or not at all. */
  note(entry: Entry): void
  /** After the transaction and before the answer: what was noted is in the file, and on the disk. */
  flush(): void
  close(): void
}

/** Where the last whole line ends, and its number; a torn line is what a killed process leaves. */
const readEnd = (file: string): { size: number; seq: number } => {
  const bytes = readFileSync(file)
  const size = bytes.lastIndexOf(0x0a) + 1
  if (size === 0) return { size: 0, seq: 0 }
  const start = bytes.lastIndexOf(0x0a, size - 2) + 1
  return { size, seq: Line.parse(JSON.parse(bytes.toString('utf8', start, size))).seq }
}

/**
 * The effects of a system as one JSON line each, for a checker outside. The table is the outbox, the file
 * is what outsiders read: a process killed between commit and write leaves a gap that the next start fills.
 * One process per file.
 */
export const openJournal = (db: DatabaseSync, file: string): Journal => {
  const fd = openSync(file, 'a+', 0o600)
  const end = readEnd(file)
  ftruncateSync(fd, end.size)
  let written = end.seq

  const flush = (): void => {
    const rows = selectAll(db, Row, 'SELECT seq, line FROM journal WHERE seq > ? ORDER BY seq', written)
    const last = rows.at(-1)
    if (!last) return
    const { size } = fstatSync(fd)
    try {
      writeSync(fd, rows.map(({ seq, line }) => `{"seq":${seq},${line.slice(1)}\n`).join(''))
      fsyncSync(fd)
    } catch (error) {
      ftruncateSync(fd, size)
      throw error
    }
    written = last.seq
  }

  flush()
  return {
    note: (entry) => {
      db.prepare('INSERT INTO journal (line) VALUES (?)').run(JSON.stringify(entry))
    },
    flush,
    close: () => closeSync(fd),
  }
}
