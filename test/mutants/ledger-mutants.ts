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
  ...guardsOf(
    'supervisor/effects/hold-name.ts',
    ['test/governance/ledger-and-record.int.test.ts'],
    [
      {
        off: 'replicas that ask for different amounts hold them apart',
        from: '-${digest.slice(0, 12)}',
        says: 'The ledger is a cache: `doctor --recount` rebuilds it from the logs, difference 0.',
      },
    ],
  ),
  ...guardsOf(
    'supervisor/decider/evolve-effect.ts',
    ['test/governance/ledger-and-record.int.test.ts'],
    [
      {
        off: 'what a person did by hand counts, and not what was held for it',
        from: "const closed = closeHolder(done, holdsOf(goal, effect), 'none')",
        to: "const closed = closeHolder(done, holdsOf(goal, effect), 'all')",
        says: '`EffectByPerson` with reference and amount: it counts in budgets.',
      },
    ],
  ),
]
