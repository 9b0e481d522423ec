import { createRequire } from 'node:module'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

const addFormats: (ajv: Ajv2020) => unknown = createRequire(import.meta.url)('ajv-formats')
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats(ajv)
const compiled = new WeakMap<object, ValidateFunction>()

/** What is wrong with the arguments of a call by its tool's own schema; empty where nothing is. */
export const toolArguments = (schema: object, args: unknown): string[] => {
  const known = compiled.get(schema)
  const { $schema: _dialect, ...rest }: { $schema?: unknown } = schema
  const check = known ?? ajv.compile(rest)
  compiled.set(schema, check)
  return check(args)
    ? []
    : (check.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? 'is wrong'}`)
}
