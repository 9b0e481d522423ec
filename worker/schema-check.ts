import { z } from 'zod'
import { digest } from './digest.ts'

const made = new Map<string, z.ZodType>()
const maxMade = 500

const compile = (schema: Record<string, unknown>): z.ZodType => {
  const key = digest(JSON.stringify(schema))
  const known = made.get(key)
  if (known) return known
  if (made.size >= maxMade) made.clear()
  const compiled = z.fromJSONSchema(schema)
  made.set(key, compiled)
  return compiled
}

/** What is wrong with a value under a zod schema, in one line; null = nothing. */
export const faultUnder = (schema: z.ZodType, value: unknown): string | null => {
  const read = schema.safeParse(value)
  if (read.success) return null
  return read.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'value'}: ${issue.message}`)
    .join('; ')
}

/**
 * The same for a JSON Schema from elsewhere. A schema that zod cannot read checks nothing here: this is only for an
 * early word to the model, the supervisor judges every payload itself.
 */
export const faultUnderJsonSchema = (schema: unknown, value: unknown): string | null => {
  const read = z.record(z.string(), z.unknown()).safeParse(schema)
  if (!read.success) return null
  let compiled: z.ZodType
  try {
    compiled = compile(read.data)
  } catch {
    return null
  }
  return faultUnder(compiled, value)
}
