import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

export type SchemaCheck = (value: unknown) => { ok: true } | { ok: false; words: string }

const words = (errors: readonly ErrorObject[] | null | undefined): string =>
  (errors ?? [])
    .slice(0, 5)
    .map(({ instancePath, message, params }) => {
      const extra =
        typeof params['additionalProperty'] === 'string' ? ` ('${params['additionalProperty']}')` : ''
      return `${instancePath === '' ? 'the value' : instancePath.slice(1).replaceAll('/', '.')} ${message ?? 'does not fit'}${extra}`
    })
    .join('; ')

const options = { strict: false, allErrors: false, validateFormats: true, addUsedSchema: false } as const

/**
 * A check of values against a tool's JSON Schema (2020-12, or draft-07 where `$schema` says so).
 * Each schema has its own compiler: `$id`s of strangers may collide.
 * @throws Error when the schema itself is wrong.
 */
export const schemaCheck = (schema: Readonly<Record<string, unknown>>): SchemaCheck => {
  const dialect = schema['$schema']
  const draft7 = typeof dialect === 'string' && dialect.includes('draft-07')
  const compiler = draft7 ? new Ajv(options) : new Ajv2020(options)
  formats.default(compiler)
  const validate: ValidateFunction = compiler.compile(schema)
  return (value) => (validate(value) ? { ok: true } : { ok: false, words: words(validate.errors) })
}
