import { compareMoney } from '../../contracts/money.ts'
import type { Money } from '../../contracts/money.ts'
import type { Person } from '../../contracts/policy.ts'
import { standsFor } from '../../contracts/stands-for.ts'
import type { z } from 'zod'

type Vote = { role: string; amount: Money | null; separate: boolean; chain: string[]; voters: string[] }

const within = (person: z.infer<typeof Person>, amount: Money | null): boolean =>
  amount === null || (person.limit.currency === amount.currency && compareMoney(amount, person.limit) <= 0)

export type Rota = { people: z.infer<typeof Person>[]; timezone: string; at: string }

/** With the role, or as the deputy of somebody who is away, has it and could decide. */
const hasRole = (person: z.infer<typeof Person>, vote: Vote, rota: Rota): boolean =>
  person.roles.includes(vote.role) ||
  standsFor(person.id, rota).some(
    ({ id, roles }) =>
      roles.includes(vote.role) && !vote.voters.includes(id) && !(vote.separate && vote.chain.includes(id)),
  )

/** Names of those whom to ask. For the reader: the supervisor judges each decision itself. */
export const mayDecide = (rota: Rota, vote: Vote): string[] =>
  rota.people
    .filter((person) => hasRole(person, vote, rota) && within(person, vote.amount))
    .filter(
      (person) => !(vote.separate && vote.chain.includes(person.id)) && !vote.voters.includes(person.id),
    )
    .map((person) => person.id)
