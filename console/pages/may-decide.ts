import { compareMoney } from '../../contracts/money.ts'
import type { Money } from '../../contracts/money.ts'
import type { Person } from '../../contracts/policy.ts'
import type { z } from 'zod'

type Vote = { role: string; amount: Money | null; separate: boolean; chain: string[]; voters: string[] }

const within = (person: z.infer<typeof Person>, amount: Money | null): boolean =>
  amount === null || (person.limit.currency === amount.currency && compareMoney(amount, person.limit) <= 0)

/** Names of those whom to ask. For the reader: the supervisor judges each decision itself. */
export const mayDecide = (people: z.infer<typeof Person>[], vote: Vote): string[] =>
  people
    .filter((person) => person.roles.includes(vote.role) && within(person, vote.amount))
    .filter(
      (person) => !(vote.separate && vote.chain.includes(person.id)) && !vote.voters.includes(person.id),
    )
    .map((person) => person.id)
