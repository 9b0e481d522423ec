import { z } from 'zod'
import { RemitError } from '../contracts/errors.ts'

const Thrown = z.object({
  name: z.string().catch(''),
  message: z.string().catch(''),
  status: z.number().optional().catch(undefined),
  code: z.string().nullish().catch(null),
  headers: z.unknown().optional(),
})

/** Providers echo the key in their words; nobody's log or trail may hold it, nor another one that looks like it. */
const redact = (text: string, key: string): string =>
  (key === '' ? text : text.replaceAll(key, '[redacted]'))
    .replaceAll(/(api key provided:?\s*)\S+/gi, '$1[redacted]')
    .replaceAll(/\b(Bearer\s+|sk-|pk-)[\w*.=/+-]{6,}/gi, '[redacted]')
    .slice(0, 300)

const retryAfter = (headers: unknown): number | null => {
  const value = headers instanceof Headers ? headers.get('retry-after') : null
  const seconds = Number(value ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds * 1000 : null
}

const passingNames = new Set([
  'APIConnectionError',
  'APIConnectionTimeoutError',
  'TimeoutError',
  'AbortError',
])

/** A body that ends before its end: fetch throws a bare TypeError, with the socket's error as its cause. */
const isCut = (name: string, message: string): boolean =>
  name === 'TypeError' && (message === 'terminated' || message === 'fetch failed')

export type ModelFault = {
  error: RemitError
  /** the same call may succeed in a moment */
  passing: boolean
  /** the provider may have worked, and been paid, all the same */
  lost: boolean
  waitMs: number | null
}

/** What a provider's failure means for the attempt, by status or the client's error names. `key` = what must not be told. */
export const modelFault = (thrown: unknown, key = ''): ModelFault => {
  const read = Thrown.safeParse(thrown)
  const { name, message, status, code, headers } = read.success
    ? read.data
    : { name: '', message: String(thrown), status: undefined, code: null, headers: undefined }
  const reason = redact(message || name, key)
  if (status === 401 || status === 403)
    return {
      error: new RemitError('MODEL_UNAUTHORISED', { status, reason }),
      passing: false,
      lost: false,
      waitMs: null,
    }
  const quota = name === 'InsufficientQuotaError' || code === 'insufficient_quota'
  const passing =
    !quota &&
    (status === undefined
      ? passingNames.has(name) || isCut(name, message)
      : status === 408 || status === 429 || status >= 500)
  return {
    error: new RemitError('MODEL_FAILED', { ...(status !== undefined && { status }), reason }),
    passing,
    lost: status === undefined || status >= 500,
    waitMs: retryAfter(headers),
  }
}
