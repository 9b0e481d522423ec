import { z } from 'zod'
import { Id } from '../ids.ts'
import { Evidence } from '../measures/evidence.ts'
import { Mode } from './goal-events.ts'

/**
 * How a mode came to be. By a person: `by hand`, `promotion`, `demotion`. By the supervisor, at once, since trust that
 * was earned is lost: a wrong outcome, a verification that failed, an effect that was reversed.
 */
export const ModeHow = z.enum([
  'by hand',
  'promotion',
  'demotion',
  'wrong-outcome',
  'failed-verification',
  'reversed-effect',
])
export type ModeHow = z.infer<typeof ModeHow>

/** A workflow whose suggestions show that it can do more alone. */
export const Proposal = z.strictObject({ workflow: z.string(), from: Mode, to: Mode, evidence: Evidence })
export type Proposal = z.infer<typeof Proposal>

export const modeEvents = {
  ModeSet: z.strictObject({
    workflow: z.string(),
    mode: Mode,
    person: z.string(),
    note: z.string(),
    how: ModeHow,
    /** what lost the trust */
    lost: z.strictObject({ from: Mode, goal: Id, effect: Id.nullable() }).optional(),
    /** what earned it */
    earned: z.strictObject({ from: Mode, evidence: Evidence }).optional(),
  }),
  /** Once a day, by whichever replica is first: which workflows have earned the next mode. Replaces the list before. */
  PromotionsLooked: z.strictObject({
    day: z.string(),
    proposals: z.array(Proposal),
  }),
} as const

export type ModeSet = z.infer<typeof modeEvents.ModeSet>
