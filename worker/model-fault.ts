import { z } from 'zod'
import { RemitError } from '../contracts/errors.ts'

const Thrown = z.object({
  name: z.string().catch(''),
  message: z.string().catch(''),
  status: z.number().optional().catch(undefined),
  code: z.string().nullish().catch(null),
  headers: z.unknown().optional(),
})

/** Providers echo the key in their words; nobody's log or trail may hold it. */
const redact = (text: string): string =>
  text
    .replaceAll(/\b(sk|pk|key|Bearer)[-_ ][\w*.-]{6,}/gi, '[redacted]')
    .replaceAll(/(api key provided:?\s*)\S+/gi, '$1[redacted]')
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

export type ModelFault = {
  error: RemitError
  /** the same call may succeed in a moment */
  passing: boolean
  /** the provider may have worked, and been paid, all the same */
  lost: boolean
  waitMs: number | null
}

/** What a provider's failure means for the attempt: by status where it has one, else by the client's error names. */
export const modelFault = (thrown: unknown): ModelFault => {
  const read = Thrown.safeParse(thrown)
  const { name, message, status, code, headers } = read.success
    ? read.data
    : { name: '', message: String(thrown), status: undefined, code: null, headers: undefined }
  const reason = redact(message || name)
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
    (status === undefined ? passingNames.has(name) : status === 408 || status === 429 || status >= 500)
  return {
    error: new RemitError('MODEL_FAILED', { ...(status !== undefined && { status }), reason }),
    passing,
    lost: status === undefined || status >= 500,
    waitMs: retryAfter(headers),
  }
}
