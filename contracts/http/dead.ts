import { z } from 'zod'

/** A message that nobody could use, as lists show it. `retried`: when a person sent it again. */
export const DeadLine = z.object({
  id: z.string(),
  at: z.string(),
  subject: z.string(),
  stream: z.string(),
  code: z.string(),
  attempts: z.int(),
  size: z.int(),
  goal: z.string().nullable(),
  retried: z.string().nullable(),
})
export type DeadLine = z.infer<typeof DeadLine>
export const DeadLines = z.object({ items: z.array(DeadLine), cursor: z.null() })
/** With its content; `body` is null where it was erased, `text` where its bytes are no UTF-8. */
export const DeadPage = DeadLine.extend({
  reason: z.string().nullable(),
  body: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
})
