export type JsonSchema = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Follows `#/$defs/x` within the document, and one branch of a union with null; anything else is left as it is. */
export const resolveSchema = (schema: unknown, root: JsonSchema, hops = 8): JsonSchema => {
  if (!isObject(schema)) return {}
  if (hops === 0) return {}
  const { $ref } = schema
  if (typeof $ref === 'string') {
    const path = $ref.startsWith('#/') ? $ref.slice(2).split('/') : []
    const target = path.reduce<unknown>(
      (at, name) => (isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined),
      $ref.startsWith('#/') ? root : undefined,
    )
    return resolveSchema(target, root, hops - 1)
  }
  const union = Array.isArray(schema['anyOf']) ? schema['anyOf'] : schema['oneOf']
  if (Array.isArray(union)) {
    const branches = union.filter((branch) => !(isObject(branch) && branch['type'] === 'null'))
    return branches.length === 1 ? resolveSchema(branches[0], root, hops - 1) : schema
  }
  const { type } = schema
  if (Array.isArray(type)) {
    const kinds = type.filter((kind) => kind !== 'null')
    return kinds.length === 1 ? { ...schema, type: kinds[0] } : schema
  }
  return schema
}

const numeral = /^-?(0|[1-9]\d*)(\.\d+)?$/
const trimmed = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)
/** The number that a text writes, if a number holds it exactly; else the text as it was. */
const exactNumber = (text: string): unknown => {
  if (!numeral.test(text)) return text
  const value = Number(text)
  return String(value) === trimmed(text) || value === 0 ? value + 0 : text
}

const normal = (value: unknown, schema: unknown, root: JsonSchema, depth: number): unknown => {
  if (depth > 100) return value
  const { type, items, properties, additionalProperties } = resolveSchema(schema, root)
  if (typeof value === 'number') return type === 'string' ? String(value + 0) : value + 0
  if (typeof value === 'string')
    return type === 'number' || type === 'integer' ? exactNumber(value.trim()) : value
  if (Array.isArray(value)) return value.map((item) => normal(item, items, root, depth + 1))
  if (!isObject(value)) return value
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.fromEntries(
    entries.map(([name, item]) => {
      const declared = isObject(properties) && Object.hasOwn(properties, name)
      return [name, normal(item, declared ? properties[name] : additionalProperties, root, depth + 1)]
    }),
  )
}

/**
 * Arguments as the tool's JSON Schema would have them written: for a number or integer "30" becomes 30, for a string
 * 30 becomes "30"; so that 30, 30.0 and "30" are one call. What the schema does not know, and text that no number
 * holds exactly, is left alone: to refuse is the validator's work.
 */
export const canonicalArgs = (
  args: Readonly<Record<string, unknown>>,
  schema: JsonSchema,
): Record<string, unknown> => {
  const result = normal(args, schema, schema, 0)
  return isObject(result) ? result : {}
}
