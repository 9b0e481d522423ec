import { z } from 'zod'
import { EndClass } from '../events/goal-events.ts'
import { Money } from '../money.ts'

/** A call that a mode put before a person, once they decided. */
export const DecidedSuggestion = z.object({
  tool: z.string(),
  amount: Money.nullable(),
  at: z.string(),
  /** taken as it was; an edit of whatever argument is no acceptance, since code cannot tell a wording from a recipient */
  accepted: z.boolean(),
  people: z.array(z.string()),
  fastestMs: z.int().nullable(),
})
export type DecidedSuggestion = z.infer<typeof DecidedSuggestion>

/** What measures need of one goal: derived from its record with each commit, and counted from nothing else. */
export const GoalOutcome = z.object({
  goal: z.string(),
  workflow: z.string(),
  /** digest of the policy it was routed under: whose baseline and minutes count */
  policy: z.string(),
  tour: z.boolean(),
  agents: z.array(z.string()),
  /** null while it is open: then only its suggestions count */
  ended: z.string().nullable(),
  class: EndClass.nullable(),
  /** done_when held, or the rule that declined is named */
  proven: z.boolean(),
  /** millionths of the currency unit */
  cost: z.int(),
  people: z.object({ ms: z.int(), unmeasured: z.int() }),
  review: z.enum(['not drawn', 'awaited', 'right', 'wrong']),
  flagged: z.boolean(),
  reversed: z.boolean(),
  suggestions: z.array(DecidedSuggestion),
  /** time of the last decision on a suggestion */
  decided: z.string().nullable(),
})
export type GoalOutcome = z.infer<typeof GoalOutcome>
