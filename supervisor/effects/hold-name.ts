import { createHash } from 'node:crypto'
import type { ReservationRecord } from '../../contracts/events/reservation-record.ts'

/**
 * Under what a decision holds its lines: made of what for, of the version of the goal that it is for, and of the lines.
 * Two replicas that ask for the same thing hold it once; where they ask for different amounts, neither writes over what
 * the other was given; and a name of a version that the log has passed can be nobody's any more.
 */
export const holdName = (
  what: string,
  goal: { id: string; version: number },
  lines: readonly ReservationRecord[],
): string => {
  const digest = createHash('sha256')
    .update(JSON.stringify([goal.id, lines]))
    .digest('hex')
  return `${what}-${goal.version + 1}-${digest.slice(0, 12)}`
}
