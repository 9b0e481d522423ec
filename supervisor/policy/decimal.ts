/** An exact decimal: `units` / 10^`scale`, without trailing zeros, so that 30 and 30.0 are one. Never a double. */
export class Decimal {
  readonly units: bigint
  readonly scale: number
  constructor(units: bigint, scale: number) {
    let [left, digits] = [units, scale]
    while (digits > 0 && left % 10n === 0n) [left, digits] = [left / 10n, digits - 1]
    this.units = left
    this.scale = digits
  }
}

const numeral = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/

/** "30.50", or a number's shortest text ("1e-7"). Throws RangeError on anything else. */
export const parseDecimal = (text: string): Decimal => {
  const [, sign, whole, digits = '', exponent = '0'] = numeral.exec(text) ?? []
  if (whole === undefined) throw new RangeError(`not a decimal: ${text.slice(0, 40)}`)
  const scale = digits.length - Number(exponent)
  if (scale > 60 || scale < -60) throw new RangeError(`out of range: ${text}`)
  const units = BigInt(`${sign ?? ''}${whole}${digits}`)
  return scale < 0 ? new Decimal(units * 10n ** BigInt(-scale), 0) : new Decimal(units, scale)
}

export const decimalOf = (value: bigint): Decimal => new Decimal(value, 0)

const aligned = (left: Decimal, right: Decimal): [bigint, bigint, number] => {
  const scale = Math.max(left.scale, right.scale)
  const at = (value: Decimal): bigint => value.units * 10n ** BigInt(scale - value.scale)
  return [at(left), at(right), scale]
}

export const compareDecimal = (left: Decimal, right: Decimal): number => {
  const [a, b] = aligned(left, right)
  if (a === b) return 0
  return a < b ? -1 : 1
}
export const addDecimal = (left: Decimal, right: Decimal): Decimal => {
  const [a, b, scale] = aligned(left, right)
  return new Decimal(a + b, scale)
}
export const negateDecimal = (value: Decimal): Decimal => new Decimal(-value.units, value.scale)
export const multiplyDecimal = (left: Decimal, right: Decimal): Decimal =>
  new Decimal(left.units * right.units, left.scale + right.scale)

/** "30.5": the one text of the value. */
export const decimalText = ({ units, scale }: Decimal): string => {
  if (scale === 0) return units.toString()
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}
