/** Money as whole minor units; numbers as the text that a human would write, never a double. */
export type ExactMoney = { minor: bigint; currency: string }

/** Digits after the point (ISO 4217), for the currencies that a run of ours may meet; any other has two. */
const digits: Readonly<Record<string, number>> = {
  JPY: 0,
  KRW: 0,
  ISK: 0,
  CLP: 0,
  BHD: 3,
  KWD: 3,
  TND: 3,
  OMR: 3,
}

/** `15`, `15.5`, `"15.50"` of a currency. @throws RangeError more digits than the currency has, or no number */
export const exactMoney = (value: unknown, currency: unknown): ExactMoney => {
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) throw new RangeError('no currency')
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value
  if (typeof text !== 'string') throw new RangeError('no amount')
  const [, sign = '', whole = '', part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  if (whole === '') throw new RangeError(`${text} is no amount`)
  const places = digits[currency] ?? 2
  const trimmed = part.replace(/0+$/, '')
  if (trimmed.length > places) throw new RangeError(`${text} has more digits than ${currency}`)
  const minor = BigInt(whole + trimmed.padEnd(places, '0'))
  return { minor: sign === '' ? minor : -minor, currency }
}

/** `50 EUR`, as policies write it. */
export const moneyText = (text: string): ExactMoney => {
  const [amount, currency] = text.split(' ')
  return exactMoney(amount, currency)
}

export const isMoney = (value: unknown): value is ExactMoney =>
  typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value

/** @throws RangeError unlike currencies never compare */
export const compareExact = (left: ExactMoney, right: ExactMoney): number => {
  if (left.currency !== right.currency) throw new RangeError(`${left.currency} and ${right.currency}`)
  return left.minor < right.minor ? -1 : left.minor > right.minor ? 1 : 0
}
