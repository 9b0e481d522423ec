import { dateOfWall, wallOf } from './local-time.ts'
import type { Person } from './policy-company.ts'

type Rota = { people: readonly Person[]; timezone: string; at: string }

/** Is this person away on that day of the company's time zone? */
export const isAway = (person: Person, { timezone, at }: Omit<Rota, 'people'>): boolean => {
  const today = dateOfWall(wallOf(Date.parse(at), timezone))
  return person.away?.some(({ from, to }) => from <= today && today <= to) ?? false
}

/** Whose deputy somebody is at this moment. A deputy who is away hands nothing on: deputies have no deputies. */
export const standsFor = (id: string, rota: Rota): { id: string; roles: string[] }[] =>
  rota.people
    .filter((person) => person.deputy === id && isAway(person, rota))
    .map((person) => ({ id: person.id, roles: person.roles }))
