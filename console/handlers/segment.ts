import type { Context } from 'hono'
import type { ErrorCode } from '../../contracts/errors.ts'
import { RemitError } from '../../contracts/errors.ts'
import { Id } from '../../contracts/ids.ts'

/** An id of the path; what cannot be an id is as unknown as one that nobody has. */
export const segment = (context: Context, name: string, unknown: ErrorCode): string => {
  const id = Id.safeParse(context.req.param(name))
  if (!id.success) throw new RemitError(unknown)
  return id.data
}
