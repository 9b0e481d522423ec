import { resolveSchema } from '../../../contracts/canonical-args.ts'
import type { JsonSchema } from '../../../contracts/canonical-args.ts'
import type { Field } from './field.ts'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** More than this is no line to type in. */
const lineOfText = 120
const deepest = 4

const shapeOf = (schema: JsonSchema, root: JsonSchema, path: string[], locked: readonly string[]) => {
  const { type, enum: values, const: only, maxLength, properties } = schema
  if (Array.isArray(values))
    return { kind: 'choice', options: values.map((one) => JSON.stringify(one)) } as const
  if (only !== undefined) return { kind: 'choice', options: [JSON.stringify(only)] } as const
  if (type === 'boolean') return { kind: 'choice', options: ['true', 'false'] } as const
  if (type === 'number' || type === 'integer') return { kind: 'text', long: false, digits: true } as const
  if (type === 'string') {
    const long = typeof maxLength === 'number' && maxLength > lineOfText
    return { kind: 'text', long, digits: false } as const
  }
  if (type === 'object' && isObject(properties) && path.length < deepest)
    return { kind: 'group', fields: fieldsOf(schema, { root, path, locked }) } as const
  return { kind: 'json' } as const
}

type Place = { root?: JsonSchema; path?: string[]; locked?: readonly string[] }

/**
 * The fields that an object of this JSON Schema has. `locked`: names of the first level that may not be changed. What
 * has no simple form (unions, lists, objects without names) is a field of JSON, so that nothing cannot be edited.
 */
export const fieldsOf = (
  schema: JsonSchema,
  { root = schema, path = [], locked = [] }: Place = {},
): Field[] => {
  const { properties, required } = resolveSchema(schema, root)
  if (!isObject(properties)) return []
  const needed = new Set(Array.isArray(required) ? required : [])
  return Object.entries(properties).map(([name, given]) => {
    const inner = resolveSchema(given, root)
    const here = [...path, name]
    return {
      path: here,
      label: textOf(inner['title']) || name,
      hint: textOf(inner['description']) || (isObject(given) ? textOf(given['description']) : ''),
      required: needed.has(name),
      locked: locked.includes(here[0] ?? ''),
      ...shapeOf(inner, root, here, locked),
    }
  })
}
