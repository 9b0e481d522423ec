import { guardsOf } from './mutant.ts'

const caps = 'Never over a cap by one unit, however many goals and replicas run.'

/** The caps where they are kept: one conditional update a document. */
export const ledgerMutants = [
  ...guardsOf(
    'store/sqlite/ledger-lines.ts',
    ['store/sqlite/ledger.test.ts', 'store/sqlite/open-sqlite-store.test.ts'],
    [
      {
        off: 'the cap of a day or a goal',
        from: ' WHERE used + held + :amount <= :limit',
        says: caps,
        codes: ['OVER_BUDGET'],
      },
      {
        off: 'the cap of 30 days',
        from: 'if (before + wanted.amount > wanted.limit) return',
        to: 'if (false) return',
        says: "'per 30 days' is 30 rolling day buckets in one document.",
        codes: ['OVER_BUDGET'],
      },
      {
        off: 'the first reservation of a document',
        from: 'amount <= limit ? counted.get',
        to: 'true ? counted.get',
        says: caps,
        codes: ['OVER_BUDGET'],
      },
      {
        off: 'nobody reserves less than nothing',
        from: 'if (amount < 0n || amount > largest) throw',
        to: 'if (amount > largest) throw',
        says: caps,
      },
    ],
  ),
  ...guardsOf(
    'store/sqlite/ledger.ts',
    ['store/sqlite/ledger.test.ts', 'store/sqlite/open-sqlite-store.test.ts'],
    [
      {
        off: 'all keys or none',
        from: 'if (!held) throw new Refused(wanted, wanted.limit - before)',
        says: 'Reserves all keys in sorted order (idempotent by effect id; the first that fails releases the rest).',
        codes: ['OVER_BUDGET'],
      },
      {
        off: 'the same holder again is no second reservation',
        from: 'if (before && JSON.stringify(before) === kept) {',
        to: 'for (const line of before ?? []) lines.hold({ ...line, amount: BigInt(line.amount), limit: 1n << 60n })\n    if (before && JSON.stringify(before) === kept) {',
        says: 'Reserves all keys in sorted order (idempotent by effect id).',
      },
    ],
  ),
]
