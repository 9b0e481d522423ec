import { createRequire } from 'node:module'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ErrorObject } from 'ajv/dist/2020.js'
import { inputName } from './field.ts'

// The package is CommonJS whose types and export do not agree under nodenext; require gives the function itself.
const addFormats: (ajv: Ajv2020) => unknown = createRequire(import.meta.url)('ajv-formats')

const sentences: Record<string, (error: ErrorObject) => string> = {
  required: () => 'This is needed.',
  enum: () => 'Choose one of the list.',
  type: ({ params }) =>
    params['type'] === 'number'
      ? 'Write a number, such as 12.50.'
      : `This has to be of type ${params['type']}.`,
}

const sentence = (error: ErrorObject): string => {
  const message = error.message ?? 'is wrong'
  return (
    sentences[error.keyword]?.(error) ??
    `${message.charAt(0).toUpperCase()}${message.slice(1).replace(/\.$/, '')}.`
  )
}

const placeOf = ({ instancePath, keyword, params }: ErrorObject): string => {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  return inputName(keyword === 'required' ? [...path, String(params['missingProperty'])] : path)
}

/**
 * What is wrong with the arguments by their tool's own schema, by the name of the input that holds it. For the person
 * at the form: the supervisor judges the same again.
 */
export const schemaErrors = (schema: object, args: unknown): Record<string, string> => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats(ajv)
  const { $schema: _dialect, ...rest }: { $schema?: unknown } = schema
  const check = ajv.compile(rest)
  return check(args)
    ? {}
    : Object.fromEntries((check.errors ?? []).map((error) => [placeOf(error), sentence(error)]))
}
