import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { errorCatalogue } from '../contracts/errors.ts'
import type { ErrorCode, RemitError } from '../contracts/errors.ts'
import type { Problem } from '../contracts/http/problem.ts'

const statuses: Partial<Record<ErrorCode, ContentfulStatusCode>> = {
  NOT_JSON: 400,
  SCHEMA: 400,
  TOO_LARGE: 413,
  NOT_SIGNED_IN: 401,
  TOO_MANY_TRIES: 429,
  UNKNOWN_ROUTE: 404,
  WRONG_METHOD: 405,
  UNKNOWN_GOAL: 404,
  UNKNOWN_EFFECT: 404,
  UNKNOWN_APPROVAL: 404,
  UNKNOWN_HALT: 404,
  UNKNOWN_DEAD: 404,
  UNKNOWN_WORKFLOW: 404,
  FOREIGN_REQUEST: 403,
  FORBIDDEN: 403,
  BAD_SIGNATURE: 403,
  UNKNOWN_PERSON: 403,
  NOT_YOUR_ROLE: 403,
  OVER_LIMIT: 403,
  OWN_REQUEST: 403,
  INTERNAL: 500,
  RECORD_BROKEN: 500,
  UNKNOWN_VERSION: 500,
  STORE_UNREACHABLE: 503,
  NATS_UNREACHABLE: 503,
  NOT_READY: 503,
}

/** Authority is 403, a request that cannot be read 400; whatever else is refused conflicts with the state: 409. */
export const statusOf = (code: ErrorCode): ContentfulStatusCode => statuses[code] ?? 409

const issuesOf = (error: RemitError): Problem['issues'] => {
  const { issues } = error.details
  return Array.isArray(issues) ? issues : undefined
}

/** An error as `application/problem+json` has it (RFC 9457). An unexpected one keeps its text to the log. */
export const problemOf = (error: RemitError): Problem => {
  const { issues: _, ...details } = error.details
  const issues = issuesOf(error)
  const told = error.code !== 'INTERNAL' && Object.keys(details).length > 0
  return {
    type: `urn:remit:error:${error.code}`,
    title: errorCatalogue[error.code].message,
    status: statusOf(error.code),
    detail: error.code === 'INTERNAL' ? errorCatalogue.INTERNAL.message : error.message,
    code: error.code,
    retryable: error.retryable,
    ...(issues === undefined ? {} : { issues }),
    ...(told ? { details } : {}),
  }
}
