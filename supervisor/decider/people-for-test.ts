import type { Money } from '../../contracts/money.ts'
import type { Person } from './terms.ts'

export const eur = (amount: string): Money => ({ amount, currency: 'EUR' })

const both = ['support-agent', 'lead']
export const people = {
  ann: { id: 'ann', roles: both, limit: eur('45.00') },
  bob: { id: 'bob', roles: both, limit: eur('60.00') },
  cleo: { id: 'cleo', roles: ['support-agent'], limit: eur('60.00') },
  /** no limit of her own: she may move nothing */
  dora: { id: 'dora', roles: ['support-agent'], limit: null },
  emil: { id: 'emil', roles: ['warehouse'], limit: eur('900.00') },
} satisfies Record<string, Person>
