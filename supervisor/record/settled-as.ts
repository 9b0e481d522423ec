import type { Used } from '../../store/port.ts'
import type { Holder } from '../decider/state.ts'

/** What the record says that a settled holder used, as the ledger takes it. Cost in millionths of the unit. */
export const settledAs = ({ used }: Extract<Holder, { status: 'settled' }>): Used =>
  used === 'all' || used === 'none'
    ? used
    : [
        { kind: 'tokens', amount: BigInt(used.tokens) },
        { kind: 'cost', amount: BigInt(used.cost) },
      ]
