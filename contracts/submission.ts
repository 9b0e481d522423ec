import { z } from 'zod'
import { ContractName, Id } from './ids.ts'

/** `remit.intake` and `remit.api.goals.submit`: what a client publishes. At most 256 KiB. */
export const Submission = z.strictObject({
  goal: z.string().min(1).max(20_000),
  id: z.string().min(1).max(200).optional(),
  workflow: z.string().optional(),
  contract: ContractName.optional(),
  payload: z.unknown().optional(),
  /** shown as 'says', never believed: who asked is what the door knows */
  requester: z.string().max(200).optional(),
  context: z.unknown().optional(),
  deadline: z.iso.datetime().optional(),
})
export type Submission = z.infer<typeof Submission>
export const intakeLimit = 256 * 1024

/** Reply of `remit.api.goals.submit`. `durable`: what an acknowledged goal survives. */
export const Submitted = z.strictObject({
  id: Id,
  status: z.string(),
  durable: z.enum(['power-loss', 'process-crash']),
})
export type Submitted = z.infer<typeof Submitted>

/** `remit.events.<account>.intake-<sequence>.rejected`: why no goal came of a message. */
export const Rejected = z.strictObject({
  code: z.string(),
  message: z.string(),
  issues: z.array(z.strictObject({ path: z.string(), message: z.string() })),
})
