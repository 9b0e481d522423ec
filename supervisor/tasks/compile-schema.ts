import { createRequire } from 'node:module'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

// The package is CommonJS whose types and export do not agree under nodenext; require gives the function itself.
const addFormats: (ajv: Ajv2020) => unknown = createRequire(import.meta.url)('ajv-formats')

export type CompiledSchema = { ok: true; check: ValidateFunction } | { ok: false; fault: string }
const known = new WeakMap<object, CompiledSchema>()

const compile = (schema: object): CompiledSchema => {
  // A compiler for each: schemas come from others, and none may meet another of the same $id.
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats(ajv)
  const { $schema: _dialect, ...rest }: { $schema?: unknown } = schema
  try {
    return { ok: true, check: ajv.compile(rest) }
  } catch (error) {
    return { ok: false, fault: error instanceof Error ? error.message : String(error) }
  }
}

/** A JSON Schema that a worker or a system offered, compiled once for each object; `fault` says why it cannot be. */
export const compileSchema = (schema: object): CompiledSchema => {
  const found = known.get(schema) ?? compile(schema)
  known.set(schema, found)
  return found
}
