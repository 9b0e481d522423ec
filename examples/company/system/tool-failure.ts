/** The codes that a sample system answers with, each with the HTTP status a web API would give it. */
const STATUS = {
  bad_request: 400,
  not_found: 404,
  conflict: 409,
  idempotency_conflict: 409,
  in_progress: 409,
  not_refundable: 422,
} as const

export type FailureCode = keyof typeof STATUS

/** A failure that the caller may know: its message reaches the model. Anything else is only 'internal'. */
export class ToolFailure extends Error {
  override readonly name = 'ToolFailure'
  readonly code: FailureCode

  constructor(code: FailureCode, message: string) {
    super(message)
    this.code = code
  }

  get status(): number {
    return STATUS[this.code]
  }
}
