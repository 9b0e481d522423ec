import { z } from 'zod'
import { ToolFailure } from './tool-failure.ts'

const Key = z.string().min(1).max(255).nullable()

/**
 * The caller's key, as it stands in `_meta.idempotencyKey` of the request; null without one.
 * @throws ToolFailure bad_request if it is no string of 1 to 255 characters.
 */
export const idempotencyKey = ({ _meta: meta }: { _meta?: Record<string, unknown> }): string | null => {
  const key = Key.safeParse(meta?.['idempotencyKey'] ?? null)
  if (!key.success)
    throw new ToolFailure('bad_request', '_meta.idempotencyKey: a string of 1 to 255 characters')
  return key.data
}
