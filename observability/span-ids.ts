import { createHash } from 'node:crypto'
import type { GoalEvent, Recorded } from '../contracts/events.ts'

type Accepted = Extract<Recorded<GoalEvent>, { type: 'GoalAccepted' }>

const hex = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length)
const isSet = (id: string | undefined): id is string => id !== undefined && !/^0*$/.test(id)

/** The same event and the same kind of span give the same id for ever: a repeat exports the same span. */
export const spanIdOf = (event: string, what: string): string => hex(`span ${event} ${what}`, 16)

/**
 * Trace and root of a goal, as they were set at acceptance (W3C Trace Context). Where a caller sent its own, the root
 * is a child of the caller's span, written behind '<'. What is not of that form gets ids that derive from the goal's.
 */
export const rootOf = ({ data, meta }: Accepted): { trace: string; id: string; parent: string | null } => {
  const trace = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(meta.traceparent)?.[1]
  const [, id, parent] = /^([0-9a-f]{16})(?:<([0-9a-f]{16}))?$/.exec(data.span) ?? []
  return {
    trace: isSet(trace) ? trace : hex(`trace ${meta.goal}`, 32),
    id: isSet(id) ? id : spanIdOf(meta.id, 'accepted'),
    parent: isSet(parent) ? parent : null,
  }
}
