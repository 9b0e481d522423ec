import { randomUUID } from 'node:crypto'
import type { CallRecord } from '../contracts/tools.ts'
import type { TrailPart } from '../contracts/work.ts'

/** Whose work a call belongs to; calls that the supervisor ordered outside of a task have task 'none', attempt 0. */
export type TrailOwner = { goal: string; task: string; attempt: number }

export const ordered = (goal: string): TrailOwner => ({ goal, task: 'none', attempt: 0 })

const partBytes = 200 * 1024

/** Pieces of at most `partBytes` bytes of UTF-8 that end between characters. */
const pieces = (text: string): string[] => {
  const bytes = Buffer.from(text)
  const found: string[] = []
  for (let from = 0; from < bytes.length;) {
    let to = Math.min(from + partBytes, bytes.length)
    // Bytes 10xxxxxx continue a character: step back to where it begins.
    while (to < bytes.length && ((bytes[to] ?? 0) & 0xc0) === 0x80) to -= 1
    found.push(bytes.toString('utf8', from, to))
    from = to
  }
  return found
}

/** A call's record as the messages that carry it on `remit.trail.gateway.<goal>`. */
export const trailParts = (gateway: string, owner: TrailOwner, record: CallRecord): TrailPart[] => {
  const id = randomUUID()
  return pieces(JSON.stringify(record)).map((text, part, all) => ({
    v: 1,
    id,
    ...owner,
    worker: gateway,
    part,
    parts: all.length,
    text,
  }))
}

export type Trail = (owner: TrailOwner, record: CallRecord) => void
