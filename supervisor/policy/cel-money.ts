import { fromMinor, minorOf } from '../../contracts/money.ts'
import type { Money } from '../../contracts/money.ts'

/** Money inside an expression: minor units, so that comparing is exact. */
export class CelMoney {
  readonly minor: bigint
  readonly currency: string
  constructor(minor: bigint, currency: string) {
    this.minor = minor
    this.currency = currency
  }
}

/** Throws SCHEMA where the amount has more decimals than its currency. */
export const toCelMoney = (money: Money): CelMoney => new CelMoney(minorOf(money), money.currency)
export const fromCelMoney = (money: CelMoney): Money => fromMinor(money.minor, money.currency)

/** The difference in minor units. Unlike currencies never compare, not even as unequal. */
export const celMoneyDifference = (left: CelMoney, right: CelMoney): bigint => {
  if (left.currency !== right.currency)
    throw new RangeError(`${left.currency} and ${right.currency} do not compare`)
  return left.minor - right.minor
}

/** Throws RangeError on unlike currencies. */
export const addCelMoney = (left: CelMoney, right: CelMoney): CelMoney => {
  celMoneyDifference(left, right)
  return new CelMoney(left.minor + right.minor, left.currency)
}
