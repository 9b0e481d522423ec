import type { ErrorCode } from '../../../contracts/errors.ts'
import type { Money } from '../../../contracts/money.ts'
import type { Goal } from '../state.ts'
import type { Person } from '../terms.ts'
import { overLimit } from './over-limit.ts'

/**
 * Raising a goal's own budget is for the owner's role, never for anybody who asked for the goal, and only up to a whole
 * that the person's own limit covers: two small steps are one large one.
 */
export const mayTopUp = (
  goal: Pick<Goal, 'chain'>,
  person: Person,
  owner: string,
  whole: Money | null,
): ErrorCode | null => {
  if (!person.roles.includes(owner)) return 'NOT_YOUR_ROLE'
  if (goal.chain.includes(person.id)) return 'OWN_REQUEST'
  if (whole === null) return null
  return person.limit === null || overLimit(whole, person.limit) ? 'OVER_LIMIT' : null
}
