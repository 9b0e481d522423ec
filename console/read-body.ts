import type { Context } from 'hono'
import type { z } from 'zod'
import { RemitError } from '../contracts/errors.ts'
import { isDeeper } from './is-deeper.ts'
import { readText } from './read-text.ts'

/** Policy files are the largest thing that anybody sends; goals are held to 256 KiB by their own check. */
export const bodyLimit = 768 * 1024

/** Deeper than any honest document, and far above what would exhaust the stack of whoever writes it again. */
const maxDepth = 100

const parse = (text: string): unknown => {
  if (isDeeper(text, maxDepth)) throw new RemitError('SCHEMA', { fault: `JSON deeper than ${maxDepth}` })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new RemitError('NOT_JSON', {}, { cause: error })
  }
}

/** The body as its schema has it. Throws TOO_LARGE, NOT_JSON, or SCHEMA with each fault by its path. */
export const readBody = async <T>(context: Context, schema: z.ZodType<T>, limit = bodyLimit): Promise<T> => {
  const text = await readText(context, limit)
  // An empty body is the empty object: most commands have nothing that must be said.
  const parsed = schema.safeParse(text.trim() === '' ? {} : parse(text))
  if (parsed.success) return parsed.data
  throw new RemitError('SCHEMA', {
    issues: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  })
}
