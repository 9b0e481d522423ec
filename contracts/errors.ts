/**
 * Every error that crosses a process has its code here, its section in docs/errors.md, and says what to do.
 * `retryable` tells a caller whether the same request may succeed later without a change.
 */
export const errorCatalogue = {
  // input
  NOT_JSON: { retryable: false, message: 'The message is not JSON. Send one JSON object, UTF-8.' },
  SCHEMA: {
    retryable: false,
    message: 'The message does not fit its schema. Mend the fields that are named.',
  },
  TOO_LARGE: { retryable: false, message: 'The message is over 256 KiB. Send less, and refer to the rest.' },
  ID_REUSED: {
    retryable: false,
    message: 'This id was used before with other content. Use a new id for a new goal.',
  },
  UNKNOWN_WORKFLOW: {
    retryable: false,
    message: 'No workflow of this name. `remit policy check` lists them.',
  },
  UNKNOWN_CONTRACT: { retryable: false, message: 'No agent offers this contract.' },
  UNKNOWN_GOAL: { retryable: false, message: 'No goal of this id.' },
  UNKNOWN_TASK: { retryable: false, message: 'No task of this id in this goal.' },
  UNKNOWN_EFFECT: { retryable: false, message: 'No effect of this id in this goal.' },
  UNKNOWN_APPROVAL: { retryable: false, message: 'No open approval of this id.' },
  UNKNOWN_HALT: { retryable: false, message: 'No halt of this id. `GET /api/halts` lists them.' },
  UNKNOWN_DEAD: {
    retryable: false,
    message: 'No dead letter of this id. `remit dead list` shows those that are kept.',
  },
  UNKNOWN_PERSON: { retryable: false, message: 'Nobody of this name in people.yaml.' },
  // authority
  BAD_SIGNATURE: {
    retryable: false,
    message: 'The signature does not fit. Only the console signs commands.',
  },
  UNKNOWN_ROUTE: { retryable: false, message: 'No such address. /api/openapi.json lists them all.' },
  WRONG_METHOD: { retryable: false, message: 'This address does not take this method.' },
  FOREIGN_REQUEST: {
    retryable: false,
    message: 'Requests with a session cookie need its CSRF token and must come from this page.',
  },
  NOT_SIGNED_IN: { retryable: false, message: 'Sign in, or send your token as a bearer token.' },
  TOO_MANY_TRIES: { retryable: true, message: 'Too many failed sign-ins. Wait, then try again.' },
  FORBIDDEN: { retryable: false, message: 'Your roles do not allow this.' },
  OLD_ATTEMPT: { retryable: false, message: 'Another attempt of this task has begun. Stop.' },
  NOT_HOLDER: { retryable: false, message: 'This task is held by another worker. Stop.' },
  TASK_OVER: { retryable: false, message: 'This task is over.' },
  GOAL_OVER: { retryable: false, message: 'This goal has ended.' },
  BAD_GRANT: { retryable: false, message: 'The grant is missing, forged or past its deadline.' },
  // refusals of an effect
  HALTED: { retryable: true, message: 'Halted by a person. `remit lift` ends it.' },
  CANCELLED: { retryable: false, message: 'The goal is being cancelled.' },
  TOOL_NOT_ALLOWED: { retryable: false, message: 'The workflow does not give this tool to this agent.' },
  UNKNOWN_TOOL: { retryable: false, message: 'There is no such tool for this agent.' },
  BAD_ARGUMENTS: { retryable: false, message: 'The arguments do not fit the schema of the tool.' },
  DEFINITION_CHANGED: {
    retryable: false,
    message: 'The tool changed its definition. A person must accept it.',
  },
  NOT_ALLOWED: { retryable: false, message: 'The rule of the workflow does not allow this.' },
  RULE_ERROR: { retryable: false, message: 'The rule could not be judged. A person decides.' },
  FACTS_UNREADABLE: { retryable: true, message: 'A fact could not be read from the system of record.' },
  KEY_HELD: { retryable: false, message: 'Another goal is doing the same effect now.' },
  NOT_PROVEN: {
    retryable: false,
    message: 'Whether this effect happened is unknown. A person must find out.',
  },
  NOT_ADMITTED: { retryable: false, message: 'The workflow does not admit this goal.' },
  EFFECT_OPEN: {
    retryable: false,
    message: 'An effect of this goal is still open. Record first whether it happened (`remit by-person`).',
  },
  ALLOWED_ANEW: { retryable: false, message: 'Replaced by a newer request for the same effect.' },
  WALL_TIME: { retryable: false, message: "The goal's own time is spent." },
  NO_CHECK: {
    retryable: false,
    message: 'The workflow does not say when a goal is done, so a person ends it.',
  },
  VERIFY_FAILED: { retryable: false, message: 'The tool said yes, and the system shows no such effect.' },
  LEASE_OVER: { retryable: true, message: 'The gateway fell silent while it ran the effect.' },
  OVER_BUDGET: { retryable: false, message: 'The budget does not cover this.' },
  NO_BUDGET: { retryable: false, message: 'No cap is set for this, so nothing may be spent.' },
  NO_PRICE: {
    retryable: false,
    message: 'A cost budget is set, but models.yaml has no price for this model.',
  },
  CAP_ABOVE: { retryable: false, message: 'A cap that stands above leaves no room to raise this one.' },
  CALLS_OUT: { retryable: true, message: 'Other gateways hold the last calls; some may come back.' },
  TOO_MANY_FAILURES: {
    retryable: false,
    message: 'The third failing or refused call of one kind stops the task.',
  },
  REJECTED: { retryable: false, message: 'A person rejected exactly this.' },
  LOOP: { retryable: false, message: 'The same handoff came again without a new fact or effect.' },
  DELEGATION_LIMIT: {
    retryable: false,
    message: 'At most 8 at once, 3 deep, and never to a contract that somebody above works under.',
  },
  DECLINED: { retryable: false, message: 'The agent that was asked declined.' },
  ASKED: { retryable: false, message: 'The agent asks for a decision.' },
  OVER_CEILING: { retryable: false, message: 'The delegated task used up what it was given.' },
  ABANDONED: { retryable: false, message: 'Nobody took the goal up in time.' },
  TOO_MANY_INTENTS: {
    retryable: false,
    message: 'More than five matters in one goal. A person takes it apart.',
  },
  CHILDREN_OPEN: {
    retryable: false,
    message: 'Parts of this goal are still open. End those, or cancel the whole.',
  },
  // approvals
  OVER_LIMIT: { retryable: false, message: 'The amount is over your own limit.' },
  OWN_REQUEST: { retryable: false, message: 'Who asked may not approve this.' },
  SECOND_PERSON: { retryable: true, message: 'A second person must decide this too.' },
  NOT_YOUR_ROLE: { retryable: false, message: 'This decision belongs to another role.' },
  NOT_FOR_REVIEW: { retryable: false, message: 'This goal is not one that waits for a review.' },
  NOT_DONE: { retryable: false, message: 'Only an effect that was done can be reversed.' },
  NOT_EARNED: {
    retryable: false,
    message:
      'The suggestions do not show yet that this workflow can do more alone. `remit outcomes` has the figures.',
  },
  EXPIRED: { retryable: false, message: 'Nobody decided in time: no decision, which is not a rejection.' },
  ALREADY_DECIDED: { retryable: false, message: 'This was decided before.' },
  MODE_CEILING: { retryable: false, message: 'The mode is above the ceiling of the workflow.' },
  GOALS_OPEN: {
    retryable: false,
    message:
      'Goals of this subject are open. End or cancel them first; an agent cannot work on erased content.',
  },
  RESTORED: {
    retryable: false,
    message: 'The record was restored: this effect is looked up before anybody does it.',
  },
  NOT_RECONCILED: {
    retryable: false,
    message: 'The record is in quarantine and effects in it are not settled yet. `remit inbox` lists them.',
  },
  // work
  NO_OUTCOME: { retryable: true, message: 'The agent ended without an outcome.' },
  BAD_OUTCOME: { retryable: true, message: 'The outcome does not fit its contract.' },
  LEASE_LOST: { retryable: true, message: 'The worker fell silent.' },
  UNCLAIMED: { retryable: true, message: 'No worker took the task. Is one running for this agent?' },
  ATTEMPTS_SPENT: { retryable: false, message: 'Three attempts failed.' },
  DEADLINE: { retryable: false, message: 'The deadline passed.' },
  CHECK_FAILED: { retryable: true, message: 'What the agent concluded is not what the systems say.' },
  REPLANNED: {
    retryable: false,
    message: 'A later attempt planned something else after an effect. A person decides.',
  },
  AGENT_FAILED: { retryable: true, message: 'The agent reported a failure.' },
  MODEL_FAILED: { retryable: true, message: 'The model or its provider failed.' },
  MODEL_UNAUTHORISED: {
    retryable: false,
    message: 'The model provider refused the key. Check OPENAI_API_KEY and OPENAI_BASE_URL.',
  },
  // tools
  TOOL_FAILED: { retryable: true, message: 'The tool answered with an error.' },
  TOOL_TIMEOUT: { retryable: true, message: 'The tool did not answer in time.' },
  SYSTEM_DOWN: { retryable: true, message: 'The system cannot be reached.' },
  BAD_OUTPUT: { retryable: false, message: 'The tool answered against its own schema.' },
  // platform
  NATS_UNREACHABLE: {
    retryable: true,
    message: 'NATS cannot be reached. Is nats-server running, is NATS_URL right?',
  },
  STORE_UNREACHABLE: {
    retryable: true,
    message: 'The store cannot be reached. Nothing is decided without it.',
  },
  VERSION_CONFLICT: { retryable: true, message: 'Another replica decided first.' },
  UNKNOWN_VERSION: {
    retryable: false,
    message: 'The record holds an event newer than this release. Upgrade first.',
  },
  CLOCK: { retryable: false, message: 'The newest record is over a minute in the future. Set the clock.' },
  PORT_IN_USE: { retryable: false, message: 'The port is in use. Set another, or stop what holds it.' },
  POLICY_FAULTS: { retryable: false, message: 'The policy has faults. Mend each that is named.' },
  BAD_CONFIG: { retryable: false, message: 'The configuration is wrong. Mend what is named.' },
  NOT_ENFORCED: { retryable: false, message: 'This release does not enforce this field yet. Take it out.' },
  RECORD_BROKEN: { retryable: false, message: 'The record does not verify.' },
  NOT_READY: { retryable: true, message: 'The process is not ready yet.' },
  TIMEOUT: { retryable: true, message: 'No answer in time.' },
  UNREADABLE: {
    retryable: false,
    message: 'The object cannot be read: its key is gone, or it was never kept.',
  },
  INTERNAL: { retryable: true, message: 'Something failed that should not. The log has the cause.' },
} as const

export type ErrorCode = keyof typeof errorCatalogue

const codes: ReadonlySet<string> = new Set(Object.keys(errorCatalogue))
export const isErrorCode = (text: string): text is ErrorCode => codes.has(text)

/** An error with a code of the catalogue; `details` are fields for the reader (never secrets, never content). */
export class RemitError extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>
  constructor(code: ErrorCode, details: Record<string, unknown> = {}, options?: { cause?: unknown }) {
    const extra = Object.entries(details)
      .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join(', ')
    super(`${errorCatalogue[code].message}${extra ? ` (${extra})` : ''}`, options)
    this.name = 'RemitError'
    this.code = code
    this.details = details
  }
  get retryable(): boolean {
    return errorCatalogue[this.code].retryable
  }
}

/** Whatever was thrown, as a RemitError; what has no code of ours becomes INTERNAL with its cause kept. */
export const toRemitError = (thrown: unknown): RemitError =>
  thrown instanceof RemitError
    ? thrown
    : new RemitError(
        'INTERNAL',
        { message: thrown instanceof Error ? thrown.message : String(thrown) },
        { cause: thrown },
      )
