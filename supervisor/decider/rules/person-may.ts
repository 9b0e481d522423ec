import type { ErrorCode } from '../../../contracts/errors.ts'
import type { Goal } from '../state.ts'
import type { Person } from '../terms.ts'

/** Taking over a goal is for its owner's role; who asked for it may also withdraw it. */
export const personMay = (
  goal: Goal,
  person: Person,
  owner: string,
  own: 'own-too' | 'owner-only',
): ErrorCode | null => {
  const held = [person, ...(person.standsFor ?? [])]
  if (held.some(({ roles }) => roles.includes(owner))) return null
  if (own === 'own-too' && goal.person === person.id) return null
  return 'NOT_YOUR_ROLE'
}
