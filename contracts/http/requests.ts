import { z } from 'zod'
import { Mode } from '../events/goal-events.ts'
import { HaltScope, Submission } from '../platform.ts'

/** What a client may send. The path says which goal, effect, approval, halt or workflow. */
const note = z.string().max(4000)
const said = note.min(1)

export const requests = {
  session: z.strictObject({ token: z.string().min(1).max(500) }),
  submit: Submission.extend({ tour: z.boolean().optional() }),
  cancel: z.strictObject({ note: note.optional() }),
  resolution: z.strictObject({ note: said, result: z.unknown().optional() }),
  resume: z.strictObject({ note: said }),
  flag: z.strictObject({ note: said }),
  byPerson: z.strictObject({
    reference: z.string().min(1),
    happened: z.boolean().optional(),
    amount: z.strictObject({ amount: z.string(), currency: z.string() }).optional(),
  }),
  again: z.strictObject({ note: note.optional() }),
  decision: z.strictObject({
    decision: z.enum(['approve', 'reject']),
    note: note.optional(),
    args: z.record(z.string(), z.unknown()).optional(),
  }),
  mode: z.strictObject({ mode: Mode, note: said }),
  policy: z.strictObject({ files: z.record(z.string(), z.string()) }),
  halt: z.strictObject({ scope: HaltScope, reads: z.boolean().default(false), note: note.optional() }),
  lift: z.strictObject({ note: note.optional() }),
} as const
