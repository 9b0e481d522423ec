import type { Evidence, JournalRow, Refund } from './evidence.ts'
import { approvedRefund, at, logOf, smallRefund } from './told-events.fixture.ts'

export const rowOf = (effect: string, order: string, amount: number): JournalRow => ({
  system: 'shop',
  tool: 'refund_order',
  key: effect,
  args: { order_id: order, amount, reason: 'broken' },
  at: at(30),
})
export const refundOf = (effect: string, order: string, minor: bigint): Refund => ({
  order,
  reference: effect,
  minor,
  by: 'api',
  at: at(30),
})

/** Both goals, sound in everything. What a test changes of it is what the oracle must see. */
export const soundRun = (): Evidence => {
  const small = smallRefund()
  const large = approvedRefund()
  return {
    acknowledged: [small.goal, large.goal],
    logs: new Map([
      [small.goal, logOf(small.goal, [...small.before, small.started, small.done, ...small.after])],
      [
        large.goal,
        logOf(large.goal, [
          ...large.before,
          large.asked,
          large.granted('operator'),
          large.started,
          large.done,
          ...large.after,
        ]),
      ],
    ]),
    faults: [],
    content: (goal) =>
      goal === small.goal
        ? rowOf('', '1101', 15).args
        : goal === large.goal
          ? rowOf('', '1150', 35).args
          : null,
    journal: [
      rowOf('e_small', '1101', 15),
      rowOf('e_large', '1150', 35),
      { ...rowOf('probe-1', 'sandbox-1', 0.01) },
    ],
    refunds: [refundOf('e_small', '1101', 1500n), refundOf('e_large', '1150', 3500n)],
    orders: new Map(
      ['1101', '1150'].map((order) => [
        order,
        { customer: `cus-${order}`, currency: 'EUR', total: 5000n, shippedAt: '2026-11-17T09:00:00.000Z' },
      ]),
    ),
    ledger: [['g_small', 1500n] as const, ['g_large', 3500n] as const].map(([goal, used]) => ({
      key: `goal:${goal}`,
      kind: 'money_moved',
      currency: 'EUR',
      period: 'all',
      day: '',
      used,
      held: 0n,
    })),
    keys: [],
    limits: {
      currency: 'EUR',
      under: 5000n,
      aloneUnder: 2000n,
      days: 30,
      caps: { goal: 5000n, customer: 10_000n, workflow: 100_000n },
      people: { operator: 4500n },
    },
  }
}
