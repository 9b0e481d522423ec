import { z } from 'zod'
import { Instant } from '../envelope.ts'
import { Digest, Id } from '../ids.ts'

/** What is done to the record itself, in the control log. A data subject stands there by its keyed name alone. */
export const recordEvents = {
  /** from now on: the key of the subject is destroyed, then what is left of its content on the bus */
  SubjectErasing: z.strictObject({ erasure: Id, subject: Digest, goals: z.array(Id), person: Id }),
  /** nothing of it is left in the store, in its files, and in the streams */
  SubjectErased: z.strictObject({ erasure: Id, subject: Digest, goals: z.int().nonnegative() }),
  DeadRetried: z.strictObject({ letter: Id, subject: z.string(), person: Id }),
  /** what was kept before these times is removed; `logs` are those whose events go as a whole */
  RetentionRun: z.strictObject({
    day: z.string(),
    before: z.strictObject({ events: Instant, trail: Instant, checkpoints: Instant, dead: Instant }),
    logs: z.array(z.string()),
  }),
  /** reads only, until a person lifts it: the store may not know what was done after it */
  Quarantined: z.strictObject({
    quarantine: Id,
    reason: z.enum(['restored', 'behind']),
    /** number of the last statement of heads that was published, and of the last one that the store has */
    published: z.int().nonnegative(),
    kept: z.int().nonnegative(),
  }),
  Restored: z.strictObject({ quarantine: Id, person: Id, note: z.string() }),
  /** another key signs from now on; the old one vouches for it, and it for the old one (Ed25519 over both, base64) */
  KeyRotated: z.strictObject({
    rotation: Id,
    previous: z.string(),
    key: z.string(),
    byPrevious: z.string(),
    byKey: z.string(),
    person: Id,
  }),
} as const
