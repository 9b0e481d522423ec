import { ProtocolError, SdkError, SdkErrorCode, UnauthorizedError } from '@modelcontextprotocol/client'
import { z } from 'zod'
import { canonicalJson } from '../contracts/canonical-json.ts'
import type { CallOutcome } from './call-outcome.ts'
import type { Dispatch } from './dispatch.ts'
import type { PinnedTool } from './pinned-tool.ts'
import { faultIsAbsence, faultRefuses, statusRefuses, toolFault } from './tool-fault.ts'

const Answer = z.looseObject({
  resultType: z.string().optional(),
  isError: z.boolean().optional(),
  structuredContent: z.unknown().optional(),
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })).default([]),
})
type Answer = z.infer<typeof Answer>

const textOf = (answer: Answer): string =>
  answer.content.flatMap(({ type, text }) => (type === 'text' && text !== undefined ? [text] : [])).join('\n')

const textAsValue = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // A tool without structured content may well answer in prose.
    return text
  }
}

/** The most that fits into one message of the bus beside what else it carries. */
const largestValue = 512 * 1024

/** Why a value cannot be passed on: it is too large for the bus, or too deep for a digest. */
const unholdable = (value: unknown): string | undefined => {
  try {
    const size = Buffer.byteLength(canonicalJson(value))
    return size > largestValue ? `the answer has ${size} bytes; ${largestValue} can be passed on` : undefined
  } catch (error) {
    return String(error)
  }
}

const badOutput = (message: string): CallOutcome => ({ kind: 'unclear', code: 'BAD_OUTPUT', message })

/**
 * What an answer means. An answer against the tool's own schema is `unclear`: the tool ran, what it did is not known.
 */
export const classifyAnswer = (tool: PinnedTool, given: unknown): CallOutcome => {
  const parsed = Answer.safeParse(given)
  if (!parsed.success) return badOutput('the answer is no tool result')
  const answer = parsed.data
  if (answer.resultType !== undefined && answer.resultType !== 'complete')
    return badOutput(`the tool answered '${answer.resultType}', which has no place here`)
  const text = textOf(answer)
  if (answer.isError === true) {
    const fault = toolFault(answer.structuredContent, text)
    const absent = faultIsAbsence(fault)
    const message = fault.code === undefined ? fault.message : `${fault.code}: ${fault.message}`
    return faultRefuses(fault)
      ? {
          kind: 'refused',
          code: 'TOOL_FAILED',
          message,
          fault: absent ? 'not_found' : fault.code,
          said: answer.structuredContent ?? text,
        }
      : { kind: 'unclear', code: 'TOOL_FAILED', message }
  }
  const value = answer.structuredContent ?? textAsValue(text)
  const check = tool.checkOutput?.(value) ?? { ok: true }
  if (!check.ok) return badOutput(check.words)
  const fault = unholdable(value)
  return fault === undefined ? { kind: 'answered', value } : badOutput(fault)
}

/** Failures of a connection that was never there: the request was not written. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

const systemCode = (error: unknown): string | undefined => {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1)
    if ('code' in at && typeof at.code === 'string' && neverConnected.has(at.code)) return at.code
  return undefined
}

/** JSON-RPC's own refusals: the request was not understood, so it was not carried out. */
const protocolRefuses = (code: number): boolean => [-32_700, -32_600, -32_601, -32_602].includes(code)

const words = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 500)

/** What a thrown error means, by what the dispatch saw on its way to the socket. */
export const classifyError = (dispatch: Dispatch, error: unknown): CallOutcome => {
  const { withheld, httpStatus } = dispatch
  if (!dispatch.sent)
    return withheld
      ? { kind: 'unsent', code: withheld.code, message: withheld.message }
      : { kind: 'unsent', code: 'SYSTEM_DOWN', message: words(error) }
  const refusedBy = systemCode(error)
  if (refusedBy !== undefined) return { kind: 'unsent', code: 'SYSTEM_DOWN', message: refusedBy }
  if (dispatch.tooLarge) return badOutput(words(error))
  if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout)
    return { kind: 'unclear', code: 'TOOL_TIMEOUT', message: words(error) }
  if (httpStatus !== undefined && httpStatus >= 400) {
    const message = error instanceof UnauthorizedError ? 'the system refused the token' : `HTTP ${httpStatus}`
    return statusRefuses(httpStatus)
      ? { kind: 'refused', code: 'TOOL_FAILED', message, fault: undefined, said: undefined }
      : { kind: 'unclear', code: 'TOOL_FAILED', message }
  }
  if (error instanceof ProtocolError && protocolRefuses(error.code))
    return { kind: 'refused', code: 'TOOL_FAILED', message: words(error), fault: undefined, said: undefined }
  return { kind: 'unclear', code: 'TOOL_FAILED', message: words(error) }
}
