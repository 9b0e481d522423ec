import type { z } from 'zod'
import type { CommandAnswer } from '../contracts/http/answers.ts'
import { CliFailure } from './cli-failure.ts'

/** Throws CliFailure (4) where the command is stored and nobody has decided it yet. */
export const checkAnswered = (
  { status, data }: { status: number; data: z.infer<typeof CommandAnswer> },
  what: string,
): void => {
  if (status === 202)
    throw new CliFailure(
      4,
      `${what}, and nobody has decided it within 5 s. Is a supervisor running? It will be decided when one is (command ${data.command}).`,
      data,
    )
}
