import { z } from 'zod'
import { Digest, Id } from '../ids.ts'

/** What people say of outcomes afterwards, and how long they took: the ground of every figure. */
export const measureEvents = {
  /**
   * Drawn when a goal ends without a person, never before: nobody who works on it can know. `proof` is the
   * supervisor's Ed25519 signature over the goal's id (base64url): one value for each goal and key (RFC 8032), which
   * whoever holds the public key can check. `share` is in ten-thousandths.
   */
  ReviewDrawn: z.strictObject({
    share: z.int().min(0).max(10_000),
    drawn: z.boolean(),
    proof: z.string().min(1),
  }),
  Reviewed: z.strictObject({ person: Id, verdict: z.enum(['right', 'wrong']), note: Digest.nullable() }),
  /** a person undid in the real system what the effect had done; the goal counts as wrong */
  EffectReversed: z.strictObject({ effect: Id, person: Id, reference: Digest }),
  /**
   * Active time on the page that a person's command came from, bounded by how long the matter was there. A commit of
   * a person without it came over API or command line: there the workflow's `decision_minutes` counts.
   */
  TimeSpent: z.strictObject({
    person: Id,
    kind: z.string(),
    about: Id.nullable(),
    ms: z.int().nonnegative(),
  }),
} as const
