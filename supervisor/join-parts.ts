import { RemitError } from '../contracts/errors.ts'
import type { TrailPart } from '../contracts/work.ts'

type Open = { texts: string[]; have: number; size: number; at: number }
export type JoinParts = (sender: string, part: TrailPart, now: number) => string | null

/**
 * Puts the parts of a step together: its whole text with the last of them, null until then. A step whose rest does not
 * come in `patienceMs` is dropped; so is a sender's oldest beyond `most` characters, so that whoever sends beginnings
 * without end fills no memory and pushes out nobody else's. Throws SCHEMA for a part that is none of its step.
 */
export const joinParts = ({ patienceMs, most }: { patienceMs: number; most: number }): JoinParts => {
  const senders = new Map<string, Map<string, Open>>()
  return (sender, { goal, id, part, parts, text }, now) => {
    if (part >= parts) throw new RemitError('SCHEMA', { part, parts })
    if (parts === 1) return text
    const open = senders.get(sender) ?? new Map<string, Open>()
    senders.set(sender, open)
    for (const [name, one] of open) if (now - one.at > patienceMs) open.delete(name)
    const name = [goal, id, parts].join(' ')
    const step = open.get(name) ?? { texts: [], have: 0, size: 0, at: now }
    if (step.texts[part] === undefined) {
      step.texts[part] = text
      step.have += 1
      step.size += text.length
    }
    open.set(name, step)
    if (step.have === parts) {
      open.delete(name)
      return step.texts.join('')
    }
    let size = [...open.values()].reduce((sum, one) => sum + one.size, 0)
    for (const [oldest, one] of open) {
      if (size <= most) break
      open.delete(oldest)
      size -= one.size
    }
    return null
  }
}
