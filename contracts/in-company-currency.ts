import { fromMinor, minorOf, type Money } from './money.ts'
import type { Models } from './policy-models.ts'

const scale = 1_000_000_000n

/**
 * An amount in the company's currency by the one rate of models.yaml, rounded down to its minor unit: a cap is never
 * flattered by rounding. null where that rate is of other currencies. `rate` = units of `to` for one unit of `from`.
 */
export const inCompanyCurrency = (money: Money, currency: string, rate: Models['rate']): Money | null => {
  if (money.currency === currency) return money
  const known = rate !== undefined && rate.to === currency && rate.from === money.currency
  if (!known) return null
  const one = (of: string): bigint => minorOf({ amount: '1', currency: of })
  const by = BigInt(Math.floor(rate.rate * Number(scale)))
  return fromMinor((minorOf(money) * by * one(currency)) / (scale * one(money.currency)), currency)
}
