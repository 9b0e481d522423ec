import { z } from 'zod'
import { Mode } from '../events/goal-events.ts'
import { ModeHow, Proposal } from '../events/mode-events.ts'
import { Figures } from '../measures/figures.ts'

/** How the mode that the figures were made in came to be; `by hand` is shown beside every one of them. */
export const ModeShown = z.object({
  mode: Mode,
  ceiling: Mode,
  /** `policy`: nobody changed what its file begins with */
  how: z.union([ModeHow, z.literal('policy')]),
  since: z.string().nullable(),
  by: z.string().nullable(),
  note: z.string(),
})
export const BaselineShown = z.object({
  minutes: z.number().nullable(),
  /** what it was measured on; null = nobody said */
  sample: z.string().nullable(),
  by: z.string(),
  since: z.string(),
})

export const WorkflowOutcomes = z.object({
  workflow: z.string(),
  timezone: z.string(),
  /** null for a workflow that the policy in force has no more */
  mode: ModeShown.nullable(),
  baseline: BaselineShown.nullable(),
  decisionMinutes: z.number(),
  figures: Figures,
  /** a goal counts for every agent that had a task of it: the agents' figures do not add up to the workflow's */
  agents: z.array(z.object({ agent: z.string(), figures: Figures })),
  /** by the day on which goals ended, in the workflow's time zone */
  days: z.array(z.object({ day: z.string(), figures: Figures })),
  promotion: z.object({ ...Proposal.shape, lower: z.number(), covers: z.array(z.string()) }).nullable(),
})
export type WorkflowOutcomes = z.infer<typeof WorkflowOutcomes>

export const Outcomes = z.object({
  from: z.string(),
  to: z.string(),
  items: z.array(WorkflowOutcomes),
  cursor: z.string().nullable(),
})
export type Outcomes = z.infer<typeof Outcomes>
