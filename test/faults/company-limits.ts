import type { Limits } from '../harness/oracle/evidence.ts'

/** What config/ says of refunds, in minor units: copied by hand, so that a fault of the policy's reader is seen. */
export const companyLimits: Limits = {
  currency: 'EUR',
  under: 5000n,
  aloneUnder: 2000n,
  days: 30,
  caps: { goal: 5000n, customer: 10_000n, workflow: 100_000n },
  people: { operator: 4500n, 'maria-keller': 50_000n, 'jonas-brandt': 10_000n },
}
