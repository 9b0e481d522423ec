import type { Keyholder } from '../auth/keyholders.ts'

/** Who looks at a page, as the door knows them. */
export type Visitor = {
  person: string
  name: string
  roles: string[]
  /** for the forms of this session */
  csrf: string
}
export type Visited = { Variables: { visitor: Visitor; form: URLSearchParams } }

type Person = { id: string; roles: string[] }
export const visitorOf = (holder: Keyholder, csrf: string, people: readonly Person[]): Visitor => ({
  person: holder.person,
  name: holder.name,
  roles: people.find(({ id }) => id === holder.person)?.roles ?? [],
  csrf,
})
