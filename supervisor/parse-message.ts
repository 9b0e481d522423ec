import type { z } from 'zod'
import { RemitError } from '../contracts/errors.ts'

/** A message of the bus as what its schema says; anything else is SCHEMA with every fault named. */
export const parseMessage = <T>(schema: z.ZodType<T>, data: unknown): T => {
  const parsed = schema.safeParse(data)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  throw new RemitError('SCHEMA', { issues })
}
