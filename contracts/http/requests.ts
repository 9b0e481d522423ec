import { z } from 'zod'
import { Mode } from '../events/goal-events.ts'
import { RaisedKind } from '../events/raised.ts'
import { HaltScope, Submission } from '../platform.ts'
import { recordBodies } from '../record-commands.ts'

/** What a client may send. The path says which goal, effect, approval, halt or workflow. */
const note = z.string().max(4000)
const said = note.min(1)
const secret = z.string().min(1).max(500)
/** time on the page that sends it; from anybody who comes with a token it is not believed */
const active = { activeMs: z.int().nonnegative().optional() }

export const requests = {
  /** a token, a person's password, or the key of a link that signs in once */
  session: z.union([
    z.strictObject({ token: secret }),
    z.strictObject({ person: z.string().min(1).max(200), password: secret }),
    z.strictObject({ link: secret }),
  ]),
  link: z.strictObject({}),
  submit: Submission.extend({ tour: z.boolean().optional() }),
  cancel: z.strictObject({ ...active, note: note.optional() }),
  resolution: z.strictObject({ ...active, note: said, result: z.unknown().optional() }),
  resume: z.strictObject({ ...active, note: said }),
  topUp: z.strictObject({ ...active, kind: RaisedKind, by: z.string().min(1).max(60), note: said }),
  flag: z.strictObject({ ...active, note: said }),
  review: z.strictObject({ ...active, verdict: z.enum(['right', 'wrong']), note: said.optional() }),
  reversed: z.strictObject({ ...active, reference: said }),
  byPerson: z.strictObject({
    ...active,
    reference: z.string().min(1),
    happened: z.boolean().optional(),
    amount: z.strictObject({ amount: z.string(), currency: z.string() }).optional(),
  }),
  again: z.strictObject({ ...active, note: note.optional() }),
  decision: z.strictObject({
    ...active,
    decision: z.enum(['approve', 'reject']),
    note: note.optional(),
    args: z.record(z.string(), z.unknown()).optional(),
  }),
  mode: z.strictObject({ mode: Mode, note: said }),
  promotion: z.strictObject({ note: note.optional() }),
  demotion: z.strictObject({ note: said }),
  policy: z.strictObject({ files: z.record(z.string(), z.string()) }),
  acceptTool: z.strictObject({ hash: z.string().min(1).max(200) }),
  halt: z.strictObject({ scope: HaltScope, reads: z.boolean().default(false), note: note.optional() }),
  lift: z.strictObject({ note: note.optional() }),
  erasure: recordBodies.erase,
  retry: z.strictObject({}),
  restored: recordBodies.restored,
  rotate: recordBodies.rotate,
} as const
