import type { ErrorCode } from '../../../contracts/errors.ts'
import type { Money } from '../../../contracts/money.ts'
import type { Person } from '../terms.ts'
import { actsAs } from './acts-as.ts'
import { overLimit } from './over-limit.ts'

export type Vote = {
  role: string
  separate: boolean
  amount: Money | null
  chain: readonly string[]
  voters: readonly string[]
}

/** May this person vote for this call? Each only with the role, up to their limit, once, and never their own. */
export const approver = (person: Person, vote: Vote): ErrorCode | null => {
  if (actsAs(person, vote) === undefined) return 'NOT_YOUR_ROLE'
  if (vote.separate && vote.chain.includes(person.id)) return 'OWN_REQUEST'
  if (vote.voters.includes(person.id)) return 'SECOND_PERSON'
  if (vote.amount === null) return null
  return person.limit === null || overLimit(vote.amount, person.limit) ? 'OVER_LIMIT' : null
}
