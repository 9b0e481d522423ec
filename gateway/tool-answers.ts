import { errorCatalogue, type ErrorCode, type RemitError } from '../contracts/errors.ts'
import type { ToolAnswer } from '../contracts/tools.ts'

/** A refusal by the gateway itself, with the words that help the agent to correct the call. */
export const refused = (code: ErrorCode, words: string, final = false): ToolAnswer => ({
  status: 'refused',
  code,
  message: `${errorCatalogue[code].message} ${words}`.trim(),
  final,
})

export const failed = (code: ErrorCode, words: string): ToolAnswer => ({
  status: 'error',
  code,
  message: `${errorCatalogue[code].message} ${words}`.trim(),
})

/** What the supervisor refused a request with, for the agent: what may succeed later is an error, the rest is final. */
export const answerOf = (error: RemitError): ToolAnswer =>
  error.retryable
    ? { status: 'error', code: error.code, message: error.message }
    : { status: 'refused', code: error.code, message: error.message, final: true }
