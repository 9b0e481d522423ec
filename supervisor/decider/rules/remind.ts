import type { Goal } from '../state.ts'
import { remindAgainSeconds, type Terms } from '../terms.ts'

/** When somebody is told again of a goal that waits with a person, and who: the role first, then the owner. */
export const nextReminder = (
  { escalation, status }: Goal,
  { owner }: Pick<Terms, 'owner'>,
): { number: number; at: string; role: string } | null => {
  if (escalation === null || status === 'ended') return null
  const number = escalation.reminded + 1
  return {
    number,
    at: new Date(Date.parse(escalation.at) + number * remindAgainSeconds * 1000).toISOString(),
    role: number === 1 ? escalation.role : owner,
  }
}
