import { fromCelMoney, CelMoney } from './cel-money.ts'
import { Decimal, decimalText } from './decimal.ts'
import { RuleError } from './rule-error.ts'

/** A scalar of an expression as JSON, for a tool's arguments or a key. Throws RuleError where a number would not be exact. */
export const celToJson = (value: unknown): unknown => {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (value instanceof Date) return value.toISOString()
  if (value instanceof CelMoney) return fromCelMoney(value)
  const text =
    typeof value === 'bigint' ? String(value) : value instanceof Decimal ? decimalText(value) : undefined
  if (text === undefined)
    throw new RuleError('only text, numbers, true, false, times and money can be passed on')
  const number = Number(text)
  return String(number) === text ? number : text
}

/** A value as a person reads it beside a rule: short, and on one line. */
export const celToText = (value: unknown): string => {
  if (value instanceof CelMoney) return `${fromCelMoney(value).amount} ${value.currency}`
  if (value instanceof Decimal) return decimalText(value)
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string') {
    const line = JSON.stringify(value)
    return line.length > 60 ? `${line.slice(0, 57)}..."` : line
  }
  if (Array.isArray(value)) return `${value.length} items`
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
