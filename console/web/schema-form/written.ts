import type { Field } from './field.ts'

const lines = (text: string): string => text.replaceAll('\r\n', '\n')

/** What a field's input shows for a value. */
export const written = (field: Field, value: unknown): string => {
  if (value === undefined) return ''
  if (field.kind === 'choice') return JSON.stringify(value)
  if (field.kind === 'json') return JSON.stringify(value, null, 2)
  return typeof value === 'string' ? lines(value) : JSON.stringify(value)
}

/** What came back from the browser, in the same words: browsers send line ends of their own. */
export const sent = (text: string | null): string => lines(text ?? '')
