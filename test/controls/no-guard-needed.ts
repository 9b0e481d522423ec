import type { ErrorCode } from '../../contracts/errors.ts'

/**
 * Codes that stand in the rooms of decision without being the refusal of a guard: without the line that says them,
 * nothing more would happen than does now.
 */
export const noGuardNeeded: Partial<Record<ErrorCode, string>> = {
  UNKNOWN_APPROVAL: 'there is nothing that could be decided',
  UNKNOWN_EFFECT: 'there is nothing that could be claimed or settled',
  UNKNOWN_GOAL: 'there is no state to decide on',
  NO_CHECK: 'a goal without done_when goes to a person: nothing is refused',
  RECORD_BROKEN: 'a log that cannot be: no decision is made at all',
  SCHEMA: 'the border: what does not parse has no meaning to be acted on',
  TOOL_FAILED: 'what a system said of a call that was allowed',
  TOOL_TIMEOUT: 'what a system did not say of a call that was allowed',
  SYSTEM_DOWN: 'what a system did not say of a call that was allowed',
  BAD_OUTPUT: 'what a system said of a call that was allowed',
  INTERNAL: 'something failed that should not',
  BAD_CONFIG: 'a process that cannot start',
  TIMEOUT: 'the gateway got no answer, so it does nothing',
  NATS_UNREACHABLE: 'the gateway got no answer, so it does nothing',
  STORE_UNREACHABLE: 'there is no state to decide on',
  VERSION_CONFLICT: 'another replica decided first; decided again',
}
