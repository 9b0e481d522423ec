import type { Context } from 'hono'
import { RemitError } from '../contracts/errors.ts'

const decode = (bytes: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new RemitError('NOT_JSON', { fault: 'not UTF-8' }, { cause: error })
  }
}

/** The body as text. Throws TOO_LARGE before more than `limit` bytes were read, NOT_JSON where it is not UTF-8. */
export const readText = async (context: Context, limit: number): Promise<string> => {
  const told = Number(context.req.header('content-length') ?? 0)
  if (told > limit) throw new RemitError('TOO_LARGE', { limit })
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of context.req.raw.body ?? []) {
    size += chunk.byteLength
    if (size > limit) throw new RemitError('TOO_LARGE', { limit })
    chunks.push(chunk)
  }
  return decode(Buffer.concat(chunks))
}
