import { inputName } from './field.ts'
import type { Field } from './field.ts'
import { valueAt, withValueAt } from './value-at.ts'
import { sent, written } from './written.ts'

type Read = { args: Record<string, unknown>; errors: Record<string, string> }

const parsed = (text: string): { value: unknown } | null => {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

const valueOf = (field: Field, text: string): { value: unknown } | { error: string } => {
  if (text === '' && !field.required) return { value: undefined }
  if (text === '') return { error: 'This is needed.' }
  if (field.kind === 'choice')
    return field.options.includes(text) ? { value: JSON.parse(text) } : { error: 'Choose one of the list.' }
  if (field.kind === 'json') return parsed(text) ?? { error: 'This is not JSON.' }
  // Digits stay text: what a number cannot hold exactly may not be rounded on its way in.
  return { value: text }
}

const leaves = (fields: readonly Field[]): Field[] =>
  fields.flatMap((field) => (field.kind === 'group' ? leaves(field.fields) : [field]))

/**
 * The arguments with what a form says of their fields. What was not touched, what is locked and what has no field
 * stays exactly as it was.
 */
export const readFields = (
  fields: readonly Field[],
  form: URLSearchParams,
  before: Record<string, unknown>,
): Read =>
  leaves(fields).reduce<Read>(
    (read, field) => {
      const name = inputName(field.path)
      const text = sent(form.get(name))
      if (field.locked || !form.has(name) || text === written(field, valueAt(before, field.path))) return read
      const found = valueOf(field, text)
      return 'error' in found
        ? { ...read, errors: { ...read.errors, [name]: found.error } }
        : { ...read, args: withValueAt(read.args, field.path, found.value) }
    },
    { args: before, errors: {} },
  )
