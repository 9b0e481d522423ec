import { resolveSchema } from '../../contracts/canonical-args.ts'
import type { JsonSchema } from '../../contracts/canonical-args.ts'

/** What a rule may know of a value: the part of JSON Schema that CEL's types can say. */
export type Shape =
  | { kind: 'string' | 'int' | 'decimal' | 'bool' | 'timestamp' | 'unknown' }
  | { kind: 'list' | 'map'; of: Shape }
  | { kind: 'object'; fields: ReadonlyMap<string, Shape> }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Names that an object of the language itself has; no honest schema needs them. */
const hostile: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

const literalKind = (values: readonly unknown[]): Shape => {
  const kinds = new Set(values.filter((value) => value !== null).map((value) => typeof value))
  const [kind, ...others] = kinds
  if (others.length > 0) return { kind: 'unknown' }
  if (kind === 'string') return { kind: 'string' }
  if (kind === 'boolean') return { kind: 'bool' }
  return kind === 'number' ? { kind: 'decimal' } : { kind: 'unknown' }
}

const objectShape = (schema: JsonSchema, root: JsonSchema, depth: number): Shape => {
  const { properties, additionalProperties } = schema
  if (!isObject(properties))
    return {
      kind: 'map',
      of: isObject(additionalProperties) ? shapeAt(additionalProperties, root, depth) : { kind: 'unknown' },
    }
  const fields = Object.entries(properties)
    .filter(([name]) => !hostile.has(name))
    .map(([name, field]): [string, Shape] => [name, shapeAt(field, root, depth)])
  return { kind: 'object', fields: new Map(fields) }
}

const shapeAt = (schema: unknown, root: JsonSchema, depth: number): Shape => {
  if (depth === 0) return { kind: 'unknown' }
  const resolved = resolveSchema(schema, root)
  switch (resolved['type']) {
    case 'string':
      return { kind: resolved['format'] === 'date-time' ? 'timestamp' : 'string' }
    case 'integer':
      return { kind: 'int' }
    case 'number':
      return { kind: 'decimal' }
    case 'boolean':
      return { kind: 'bool' }
    case 'array':
      return { kind: 'list', of: shapeAt(resolved['items'], root, depth - 1) }
    case 'object':
      return objectShape(resolved, root, depth - 1)
    default:
      if (Array.isArray(resolved['enum'])) return literalKind(resolved['enum'])
      return 'const' in resolved ? literalKind([resolved['const']]) : { kind: 'unknown' }
  }
}

/** `format: date-time` is a timestamp; string, integer and boolean as they are; number is a decimal, never a double. */
export const shapeOf = (schema: JsonSchema): Shape => shapeAt(schema, schema, 8)
