import { z } from 'zod'

/** One line of a list of goals. `moved` and `cost` are texts of amounts as the record's view holds them. */
export const GoalLine = z.object({
  id: z.string(),
  status: z.string(),
  class: z.string().nullable(),
  halted: z.boolean(),
  workflow: z.string(),
  agent: z.string().nullable(),
  /** what was asked; null where its key is gone */
  goal: z.string().nullable(),
  requester: z.string(),
  account: z.string(),
  created: z.string(),
  updated: z.string(),
  ended: z.string().nullable(),
  cost: z.string(),
  moved: z.string(),
  tour: z.boolean(),
})
export type GoalLine = z.infer<typeof GoalLine>
export const GoalLines = z.object({ items: z.array(GoalLine), cursor: z.string().nullable() })
export type GoalLines = z.infer<typeof GoalLines>
