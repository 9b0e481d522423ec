import { ToolFailure } from '../system/tool-failure.ts'

/** Decimals of the currencies that the shop sells in (ISO 4217). */
const DECIMALS: Record<string, number> = { EUR: 2, USD: 2, JPY: 0 }

const decimalsOf = (currency: string): number => {
  const decimals = DECIMALS[currency]
  if (decimals === undefined) throw new Error(`the shop does not sell in ${currency}`)
  return decimals
}

/**
 * 45.5 EUR is 4550. Read from the number's shortest text, so that 19.99 is what was written and never
 * 19.989999. The tool's schema cannot say `multipleOf: 0.01`: with binary fractions validators refuse 19.99.
 * @throws ToolFailure bad_request when there are more decimals than the currency has.
 */
export const toMinor = (amount: number, currency: string): number => {
  const decimals = decimalsOf(currency)
  const found = /^(\d{1,9})(?:\.(\d+))?$/.exec(String(amount))
  const fraction = found?.[2] ?? ''
  if (!found?.[1] || fraction.length > decimals) {
    throw new ToolFailure(
      'bad_request',
      `amount: ${amount} is no amount of ${currency}; it has ${decimals} decimals`,
    )
  }
  return Number(found[1] + fraction.padEnd(decimals, '0'))
}

/** 4550 minor units of EUR are 45.5, the number as the shop's tools write it. */
export const fromMinor = (minor: number, currency: string): number => {
  const decimals = decimalsOf(currency)
  return Number((minor / 10 ** decimals).toFixed(decimals))
}
