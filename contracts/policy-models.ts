import { z } from 'zod'

/** '0.25 USD': a price per million tokens, to a millionth of the unit. */
const Price = z.string().transform((text, context) => {
  const [, whole, digits = '', currency] = /^(\d{1,6})(?:\.(\d{1,6}))?\s+([A-Z]{3})$/.exec(text) ?? []
  if (whole === undefined || currency === undefined) {
    context.addIssue({ code: 'custom', message: `${text}: not a price`, params: { fault: 'BAD_MONEY' } })
    return z.NEVER
  }
  return { micros: Number(whole) * 1_000_000 + Number(digits.padEnd(6, '0')), currency }
})

/**
 * models.yaml: prices per million tokens, and one exchange rate with its date where the list is in another currency
 * than the company's. `max_tokens` is what one answer may have: it is reserved before each call.
 */
export const Models = z.strictObject({
  rate: z
    .strictObject({
      from: z.string().length(3),
      to: z.string().length(3),
      rate: z.number().positive(),
      date: z.iso.date(),
    })
    .optional(),
  models: z.array(
    z.strictObject({
      name: z.string().min(1),
      input: Price,
      output: Price,
      max_tokens: z.int().positive(),
    }),
  ),
})
export type Models = z.infer<typeof Models>
