import { z } from 'zod'
import { ContractName, Id } from './ids.ts'
import { Instant } from './envelope.ts'

/** `remit.trail.<agent>.<goal>`'s content: one turn of an agent, a model's answer and what its calls were answered. */
export const StepRecord = z.strictObject({
  kind: z.literal('step'),
  agent: Id,
  contract: ContractName,
  step: z.int().positive(),
  model: z.string(),
  /** SHA-256 of the prompt as it was sent */
  prompt: z.string(),
  /** messages that are new since the step before, the system prompt left out */
  inputs: z.array(z.string()),
  says: z.string(),
  reasoning: z.string().nullable(),
  calls: z.array(z.strictObject({ name: z.string(), args: z.unknown(), answer: z.unknown().optional() })),
  tokens: z.int().nonnegative().nullable(),
  started: Instant,
  ended: Instant,
})
export type StepRecord = z.infer<typeof StepRecord>

/** A piece of a step that was too large for one message, kept as it came: `step` is the id that all its pieces bear. */
export const StepPart = z.strictObject({
  step: z.string(),
  part: z.int().nonnegative(),
  parts: z.int().positive(),
  text: z.string(),
})
export type StepPart = z.infer<typeof StepPart>
