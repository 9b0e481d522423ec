import { z } from 'zod'
import { GoalOutcome } from '../contracts/measures/goal-outcome.ts'
import type { GoalView, InboxItem } from './port.ts'

/** How a line of the inbox is kept; parsed when a row is read. */
export const InboxItemJson: z.ZodType<InboxItem> = z.object({
  id: z.string(),
  kind: z.enum(['approval', 'escalation', 'review']),
  goal: z.string(),
  workflow: z.string(),
  role: z.string(),
  since: z.string(),
  due: z.string().nullable(),
  code: z.string(),
  amount: z.string().nullable(),
  untold: z.int().optional(),
})

/** How a line of the goal list is kept; parsed when a row is read. */
export const GoalViewJson: z.ZodType<GoalView> = z.object({
  id: z.string(),
  version: z.int(),
  status: z.string(),
  class: z.string().nullable(),
  halted: z.boolean(),
  workflow: z.string(),
  agent: z.string().nullable(),
  requester: z.string(),
  account: z.string(),
  created: z.string(),
  updated: z.string(),
  ended: z.string().nullable(),
  cost: z.string(),
  moved: z.string(),
  tour: z.boolean(),
  text: z.string(),
  inbox: z.array(InboxItemJson),
  outcome: GoalOutcome.nullable().default(null),
})
