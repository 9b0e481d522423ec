import { z } from 'zod'
import { Id } from './ids.ts'
import { DurationText } from './policy-grammar.ts'

const days = (count: number): number => count * 24 * 3600 * 1000

/** How long what is kept, in milliseconds; 7 years of events, 180 days of trail, 30 days of the rest unless told. */
export const Retention = z
  .strictObject({
    events: DurationText.default(days(2557)),
    trail: DurationText.default(days(180)),
    checkpoints: DurationText.default(days(30)),
    dead: DurationText.default(days(30)),
  })
  .prefault({})
export type Retention = z.infer<typeof Retention>

/** `record:` of company.yaml: who may erase and restore, and how long what is kept. */
export const RecordPolicy = z.strictObject({ role: Id.optional(), retention: Retention }).prefault({})
