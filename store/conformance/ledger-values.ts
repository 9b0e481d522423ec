import type { Reservation, Store } from '../port.ts'

export const money = (
  key: string,
  amount: bigint,
  limit: bigint,
  more: Partial<Reservation> = {},
): Reservation => ({
  key,
  kind: 'money_moved',
  currency: 'EUR',
  period: 'day',
  day: '2026-11-22',
  amount,
  limit,
  ...more,
})

export const rolling = (day: string, amount: bigint, limit: bigint): Reservation =>
  money('customer:C17', amount, limit, { period: '30d', day })

export const figures = async (store: Store): Promise<string[]> =>
  (await store.ledger()).map(({ key, used, held }) => `${key} ${used} ${held}`)
