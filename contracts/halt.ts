import { z } from 'zod'
import { Instant } from './envelope.ts'
import { Id } from './ids.ts'

export const HaltScope = z
  .string()
  .regex(
    /^(everything|goal:[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)?|(workflow|agent|tool|system):[A-Za-z0-9._-]+)$/,
    'everything, or goal:|workflow:|agent:|tool:|system: and a name',
  )
export const Halt = z.strictObject({
  id: Id,
  scope: HaltScope,
  reads: z.boolean(),
  at: Instant,
  by: z.string(),
})
export type Halt = z.infer<typeof Halt>

/** The scopes by which a goal is halted: its own, and that of the goal that it is a part of. */
export const goalScopes = (goal: string): string[] => {
  const whole = goal.split('/')[0] ?? goal
  return whole === goal ? [`goal:${goal}`] : [`goal:${goal}`, `goal:${whole}`]
}
