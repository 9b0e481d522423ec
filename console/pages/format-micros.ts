/** Millionths of a currency unit as text: "0.0123 EUR", at least two decimals, no zeros after them. */
export const formatMicros = (micros: bigint, currency: string): string => {
  const digits = String(micros % 1_000_000n).padStart(6, '0')
  const decimals = `${digits.slice(0, 2)}${digits.slice(2).replace(/0+$/, '')}`
  return `${micros / 1_000_000n}.${decimals} ${currency}`.trimEnd()
}
