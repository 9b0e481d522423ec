import { z } from 'zod'
import { currencyExponent } from './currency-exponents.ts'
import { RemitError } from './errors.ts'

/** Decimal text without leading zeros; 30 digits are beyond any company and keep a hostile text short. */
const decimal = /^-?(0|[1-9]\d{0,29})(\.\d{1,6})?$/
const faultOf = (amount: string, currency: string): string | undefined => {
  const exponent = currencyExponent(currency)
  if (exponent === undefined) return `${currency} is not an ISO 4217 currency`
  if (!decimal.test(amount)) return 'an amount is decimal text, e.g. "12.50"'
  const digits = amount.split('.')[1]?.length ?? 0
  return digits > exponent ? `${currency} has ${exponent} decimals, not ${digits}` : undefined
}

/** `{ amount: "12.50", currency: "EUR" }`: exact on the wire, never a float. More decimals than the currency has are refused. */
export const Money = z
  .strictObject({ amount: z.string().max(40), currency: z.string().length(3) })
  .superRefine((money, context) => {
    const fault = faultOf(money.amount, money.currency)
    if (fault) context.addIssue({ code: 'custom', path: ['amount'], message: fault })
  })
export type Money = z.infer<typeof Money>

const exponentOf = (currency: string): number => {
  const exponent = currencyExponent(currency)
  if (exponent === undefined)
    throw new RemitError('SCHEMA', { fault: `${currency} is not an ISO 4217 currency` })
  return exponent
}

/** Minor units (cents, for EUR) by ISO 4217 exponents. Throws SCHEMA where the amount is not exact in its currency. */
export const minorOf = (money: Money): bigint => {
  const fault = faultOf(money.amount, money.currency)
  if (fault) throw new RemitError('SCHEMA', { fault })
  const [whole = '', digits = ''] = money.amount.split('.')
  return BigInt(whole + digits.padEnd(exponentOf(money.currency), '0'))
}

/** Minor units of a currency as Money, in its one canonical text. Throws SCHEMA on an unknown currency. */
export const fromMinor = (minor: bigint, currency: string): Money => {
  const exponent = exponentOf(currency)
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0')
  const sign = minor < 0n ? '-' : ''
  if (exponent === 0) return { amount: sign + digits, currency }
  return { amount: `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`, currency }
}

/** "50 EUR" or "0.40 EUR", as policies write it, as canonical Money. Throws SCHEMA with what is wrong. */
export const parseMoney = (text: string): Money => {
  const [amount = '', currency = '', ...rest] = text.trim().split(/\s+/)
  if (!amount || !currency || rest.length > 0)
    throw new RemitError('SCHEMA', { fault: 'money is an amount and a currency, e.g. "50 EUR"' })
  return fromMinor(minorOf({ amount, currency }), currency)
}

/** The one text of an amount: "50.00", whichever of "50", "50.0" and "50.00" was written. */
export const canonicalMoney = (money: Money): string => fromMinor(minorOf(money), money.currency).amount

const sameCurrency = (left: Money, right: Money): string => {
  if (left.currency !== right.currency)
    throw new RemitError('SCHEMA', { fault: `${left.currency} and ${right.currency} do not compare` })
  return left.currency
}

/** Throws SCHEMA on unlike currencies. */
export const addMoney = (left: Money, right: Money): Money =>
  fromMinor(minorOf(left) + minorOf(right), sameCurrency(left, right))

/** Throws SCHEMA on unlike currencies. May answer a negative amount. */
export const subtractMoney = (left: Money, right: Money): Money =>
  fromMinor(minorOf(left) - minorOf(right), sameCurrency(left, right))

/** -1, 0 or 1. Throws SCHEMA on unlike currencies: 50 EUR is neither more nor less than 50 USD. */
export const compareMoney = (left: Money, right: Money): -1 | 0 | 1 => {
  sameCurrency(left, right)
  const difference = minorOf(left) - minorOf(right)
  if (difference === 0n) return 0
  return difference < 0n ? -1 : 1
}

/** For people: "50.00 EUR". */
export const formatMoney = (money: Money): string => `${canonicalMoney(money)} ${money.currency}`
