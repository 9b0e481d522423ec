import { z } from 'zod'

/** What a dead letter holds: the message as it was received (bytes in base64), its headers, and why nobody could use it. */
export const DeadContent = z.strictObject({
  body: z.base64(),
  headers: z.record(z.string(), z.string()),
  reason: z.string(),
})
export type DeadContent = z.infer<typeof DeadContent>
