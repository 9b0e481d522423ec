import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { selectAll, selectOne } from './select.ts'
import { transaction } from './transaction.ts'

const PLAIN = [
  'timeout_after_success',
  '500',
  '500_after',
  '409',
  'yes_but_nothing',
  'bad_output',
  'down',
  'huge',
  'colleague_refund',
] as const

/** `slow:MS` beside the plain ones. */
export const Fault = z.union([z.enum(PLAIN), z.templateLiteral(['slow:', z.int().nonnegative()])])
export type Fault = z.infer<typeof Fault>

const Row = z.object({ id: z.int(), tool: z.string(), fault: Fault, left: z.int().nullable(), hits: z.int() })

export type FaultOrder = { tool: string; fault: Fault; count: number | 'always' }

export type Faults = {
  /** A second order for the same tool and fault replaces the first. */
  set(order: FaultOrder): void
  list(): z.infer<typeof Row>[]
  clear(): void
  /** The fault that this call meets, oldest order first, and one less of it. */
  take(tool: string): Fault | undefined
}

/** `TOOL=FAULT` for every call, `TOOL=FAULT*COUNT` for the next COUNT; the tool `*` is any tool. */
export const parseFaultOption = (text: string): FaultOrder => {
  const found = /^([\w*]+)=([\w:]+)(?:\*(\d+))?$/.exec(text)
  const fault = Fault.safeParse(found?.[2])
  if (!found?.[1] || !fault.success) {
    throw new Error(
      `--fault ${text}: expected TOOL=FAULT or TOOL=FAULT*COUNT, a fault of ${PLAIN.join(', ')}, slow:MS`,
    )
  }
  return { tool: found[1], fault: fault.data, count: found[3] ? Number(found[3]) : 'always' }
}

/** Faults live in the system's file: they outlive a restart, and another process may set them there. */
export const createFaults = (db: DatabaseSync): Faults => ({
  set: ({ tool, fault, count }) =>
    transaction(db, () => {
      db.prepare('DELETE FROM faults WHERE tool = ? AND fault = ?').run(tool, fault)
      db.prepare('INSERT INTO faults (tool, fault, left) VALUES (?, ?, ?)').run(
        tool,
        fault,
        count === 'always' ? null : count,
      )
    }),
  list: () => selectAll(db, Row, 'SELECT * FROM faults ORDER BY id'),
  clear: () => db.exec('DELETE FROM faults'),
  take: (tool) => {
    const due = 'SELECT * FROM faults WHERE tool IN (?, ?) AND (left IS NULL OR left > 0) ORDER BY id LIMIT 1'
    // Looked at first without the lock: a call without a fault costs no write.
    if (!selectOne(db, Row, due, tool, '*')) return undefined
    return transaction(db, () => {
      const row = selectOne(db, Row, due, tool, '*')
      if (row) db.prepare('UPDATE faults SET left = left - 1, hits = hits + 1 WHERE id = ?').run(row.id)
      return row?.fault
    })
  },
})
