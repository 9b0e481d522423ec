import type { Person } from '../terms.ts'

type Asked = { role: string; separate: boolean; chain: readonly string[]; voters: readonly string[] }

/**
 * By whose role does this person decide: their own (null), or that of somebody who is away and whose deputy they are?
 * Nobody lends what they could not use: where it is separate not who asked, and nobody who has voted already.
 * undefined: by nobody's.
 */
export const actsAs = (person: Person, asked: Asked): string | null | undefined => {
  if (person.roles.includes(asked.role)) return null
  const lender = person.standsFor?.find(
    ({ id, roles }) =>
      roles.includes(asked.role) &&
      !asked.voters.includes(id) &&
      !(asked.separate && asked.chain.includes(id)),
  )
  return lender?.id
}
