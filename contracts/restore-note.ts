import { z } from 'zod'
import { Instant } from './envelope.ts'

/** What `remit restore` leaves for the next start: which backup, what was erased since, how far heads had been signed. */
export const RestoreNote = z.strictObject({
  at: Instant,
  backup: Instant,
  published: z.int().nonnegative(),
  erased: z.array(
    z.strictObject({
      erasure: z.string(),
      subject: z.string(),
      goals: z.array(z.string()),
      person: z.string(),
    }),
  ),
})
export type RestoreNote = z.infer<typeof RestoreNote>
