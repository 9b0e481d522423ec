import { RemitError } from './errors.ts'

/** Deeper than any honest document, and far above what would exhaust the stack. */
const maxDepth = 100

const isPlain = (value: object): value is Record<string, unknown> => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const write = (value: unknown, depth: number): string => {
  if (depth > maxDepth) throw new RemitError('SCHEMA', { fault: `JSON deeper than ${maxDepth}` })
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => write(item ?? null, depth + 1)).join(',')}]`
  if (typeof value === 'object' && isPlain(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined)
    const sorted = entries.toSorted(([left], [right]) => (left < right ? -1 : 1))
    return `{${sorted.map(([name, item]) => `${JSON.stringify(name)}:${write(item, depth + 1)}`).join(',')}}`
  }
  throw new RemitError('SCHEMA', { fault: `not JSON: ${typeof value}` })
}

/**
 * One text for one value (after RFC 8785): keys sorted by UTF-16 code units at every depth, no white space, numbers
 * by their shortest text, so that 30 and 30.0 are one. Undefined fields are left out. Digests are taken over it.
 * Throws SCHEMA on what JSON cannot hold (NaN, bigint, dates, depth over 100).
 */
export const canonicalJson = (value: unknown): string => write(value, 0)
