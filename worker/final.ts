import { z } from 'zod'

const Ceiling = z.object({ tokens: z.int().optional(), calls: z.int().optional() })

/** How a task ends, or how it comes to wait for others; the worker adds who, when and what was spent, and it is an Outcome. */
export const Final = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('route'), workflow: z.string(), contract: z.string(), payload: z.unknown() }),
  z.object({ kind: z.literal('handoff'), contract: z.string(), payload: z.unknown(), note: z.string() }),
  z.object({
    kind: z.literal('split'),
    intents: z.array(
      z.object({ goal: z.string(), workflow: z.string(), contract: z.string(), payload: z.unknown() }),
    ),
  }),
  z.object({
    kind: z.literal('delegate'),
    children: z.array(z.object({ contract: z.string(), payload: z.unknown(), ceiling: Ceiling.optional() })),
    within: z.int().optional(),
  }),
  z.object({ kind: z.literal('concluded'), result: z.unknown() }),
  z.object({ kind: z.literal('declined'), reason: z.string(), effect: z.string().optional() }),
  z.object({
    kind: z.literal('escalate'),
    question: z.string(),
    proposed: z.string().optional(),
    code: z.string().optional(),
  }),
  z.object({ kind: z.literal('failed'), code: z.string(), message: z.string() }),
])
export type Final = z.infer<typeof Final>

/** An end as the checkpoint keeps it: of which attempt, and after which news (a failed check, instructions). */
export const Ended = z.object({ final: Final, attempt: z.int(), told: z.string() })
export type Ended = z.infer<typeof Ended>
