import { z } from 'zod'

const Fields = z.record(z.string(), z.unknown())
const longest = 160

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)

/**
 * A value for people: texts as they are, objects as `name value`, one level deep. Control characters of texts that
 * models and systems wrote are taken out, so that they cannot steer the terminal.
 */
export const formatValue = (value: unknown, depth = 0): string => {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'string') return cut(plainText(value))
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) {
    if (value.length === 0) return 'none'
    return depth > 0
      ? `${value.length} ${value.length === 1 ? 'entry' : 'entries'}`
      : cut(value.map((item) => formatValue(item, depth + 1)).join('; '))
  }
  const fields = Fields.safeParse(value)
  if (!fields.success) return ''
  const { amount, currency, ...rest } = fields.data
  if (typeof amount === 'string' && typeof currency === 'string' && Object.keys(rest).length === 0)
    return `${amount} ${currency}`
  if (depth > 1) return '…'
  return cut(
    Object.entries(fields.data)
      .map(([name, field]) => `${plainText(name)} ${formatValue(field, depth + 1)}`)
      .join(', '),
  )
}

/** One line without control characters. */
export const plainText = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()

const Sentence = z.union([
  z.string(),
  z.object({ sentence: z.string() }).transform(({ sentence }) => sentence),
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.object({ reason: z.string() }).transform(({ reason }) => reason),
  z.object({ question: z.string() }).transform(({ question }) => question),
  z.object({ note: z.string() }).transform(({ note }) => note),
])

/** What was said, if this says anything: a text, or the field of an object that is one. */
export const sentenceOf = (content: unknown): string => {
  if (content === null || content === undefined) return ''
  const sentence = Sentence.safeParse(content)
  return sentence.success ? plainText(sentence.data) : formatValue(content)
}
