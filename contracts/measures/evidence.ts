import { z } from 'zod'
import { ToolName } from '../ids.ts'
import { Money } from '../money.ts'

/**
 * What the suggestions of one workflow show: how many were decided, how many of those were taken as they were, by how
 * many people, how fast, and what the sample covers. An amount's range is given for each tool and currency.
 */
export const Evidence = z.strictObject({
  since: z.string(),
  suggestions: z.int().nonnegative(),
  accepted: z.int().nonnegative(),
  people: z.array(z.string()),
  /** shortest time that any of the decisions took; null while there is none */
  fastestMs: z.int().nonnegative().nullable(),
  tools: z.array(
    z.strictObject({
      tool: ToolName,
      suggestions: z.int().positive(),
      least: Money.nullable(),
      most: Money.nullable(),
    }),
  ),
})
export type Evidence = z.infer<typeof Evidence>
