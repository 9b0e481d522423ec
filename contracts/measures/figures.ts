import { z } from 'zod'
import type { Tally } from './tally.ts'
import { wilson } from './wilson.ts'

const count = z.int().nonnegative()
/** A share with what it is a share of; null where there is nothing to divide by. */
const Share = z.object({ count, of: count, share: z.number().nullable() })

export const Figures = z.object({
  ended: count,
  doneAlone: count,
  doneApproved: count,
  declined: count,
  byPerson: count,
  cancelled: count,
  /** ended as one of the first three, and nothing proves it: not counted as resolved */
  unproven: count,
  resolution: Share,
  escalation: Share,
  error: z.object({
    wrong: count,
    /** looked at by a person, in the review or without being asked */
    reviewed: count,
    share: z.number().nullable(),
    /** Wilson, 95 % */
    low: z.number().nullable(),
    high: z.number().nullable(),
    byReview: count,
    byFlag: count,
    byReversal: count,
    /** drawn for review, nobody looked yet */
    awaited: count,
    /** never right, never wrong: nobody looked */
    notReviewed: count,
  }),
  timeSaved: z.object({
    /** null where no goal has a baseline */
    minutes: z.number().nullable(),
    baseline: z.number(),
    people: z.number(),
    wrong: z.number(),
    /** done goals that the baseline is counted for */
    done: count,
    withoutBaseline: count,
    /** decisions whose time no page measured: each counts `decision_minutes` */
    unmeasured: count,
  }),
  cost: z.object({
    total: z.string(),
    /** cost of all ended goals, also of those that were not resolved, for each that was */
    perResolved: z.string().nullable(),
    resolved: count,
    currency: z.string(),
  }),
})
export type Figures = z.infer<typeof Figures>

const share = (hits: number, of: number): z.infer<typeof Share> => ({
  count: hits,
  of,
  share: of === 0 ? null : hits / of,
})
const minutesOf = (ms: number): number => ms / 60_000
/** Millionths as decimal text: at least two decimals, no zeros after them. */
const decimal = (micros: bigint): string => {
  const digits = String(micros % 1_000_000n).padStart(6, '0')
  return `${micros / 1_000_000n}.${digits.slice(0, 2)}${digits.slice(2).replace(/0+$/, '')}`
}
/** Half up, to a millionth. */
const divided = (micros: number, by: number): bigint => (BigInt(micros) * 2n + BigInt(by)) / (2n * BigInt(by))

/**
 * The figures of governance, section 7, each with its denominator. resolution = (done alone + done with approval +
 * declined by rule) / ended, what is proven alone; escalation = taken by a person / ended; error = wrong / reviewed,
 * where flagged and reversed goals count as reviewed; time saved = baseline of done goals - people's time - baseline of
 * goals found wrong, neither capped nor rounded up from below zero.
 */
export const figuresOf = (tally: Tally, currency: string): Figures => {
  const { classes, ended, wrong } = tally
  const resolved = classes['done-alone'] + classes['done-approved'] + classes.declined - tally.unproven
  const reviewed = wrong + tally.right
  const bounds = wilson(wrong, reviewed)
  // None of the goals that would count has a baseline: a figure would be made of people's time alone.
  const unknown = tally.withoutBaseline > 0 && tally.baselineMs + tally.wrongMs === 0
  return {
    ended,
    doneAlone: classes['done-alone'],
    doneApproved: classes['done-approved'],
    declined: classes.declined,
    byPerson: classes['by-person'],
    cancelled: classes.cancelled,
    unproven: tally.unproven,
    resolution: share(resolved, ended),
    escalation: share(classes['by-person'], ended),
    error: {
      wrong,
      reviewed,
      share: reviewed === 0 ? null : wrong / reviewed,
      low: bounds?.low ?? null,
      high: bounds?.high ?? null,
      byReview: tally.wrongBy.review,
      byFlag: tally.wrongBy.flag,
      byReversal: tally.wrongBy.reversal,
      awaited: tally.awaited,
      notReviewed: ended - reviewed,
    },
    timeSaved: {
      minutes: unknown ? null : minutesOf(tally.baselineMs - tally.peopleMs - tally.wrongMs),
      baseline: minutesOf(tally.baselineMs),
      people: minutesOf(tally.peopleMs),
      wrong: minutesOf(tally.wrongMs),
      done: tally.done,
      withoutBaseline: tally.withoutBaseline,
      unmeasured: tally.unmeasured,
    },
    cost: {
      total: decimal(BigInt(tally.micros)),
      perResolved: resolved === 0 ? null : decimal(divided(tally.micros, resolved)),
      resolved,
      currency,
    },
  }
}
