import { z } from 'zod'
import { RemitError } from '../../contracts/errors.ts'
import { goalIdOf } from '../../contracts/goal-id.ts'
import { intakeLimit, Submission, type Submitted } from '../../contracts/platform.ts'
import type { Incoming } from '../../bus/incoming.ts'
import type { ContractCheck } from '../tasks/contract-check.ts'
import { statusOf } from '../decider/state.ts'
import type { Deps } from '../deps.ts'
import type { Handled } from '../record/handle.ts'
import { acceptCommand, traceOf, type Submitting } from './new-goal.ts'

/** Commits a submission. The same id with the same content is the same goal; with other content ID_REUSED. */
export const submit = async (
  deps: Deps,
  check: ContractCheck,
  asked: Submitting,
  cause: string,
): Promise<Handled> => {
  const handled = await deps.handle({
    goal: asked.goal,
    cause,
    by: asked.person === null ? { kind: 'account', id: asked.account } : { kind: 'person', id: asked.person },
    traceparent: traceOf(asked.goal, asked.traceparent).traceparent,
    build: () => acceptCommand(deps, check, asked),
  })
  if (handled.answer.kind === 'refused')
    throw new RemitError('ID_REUSED', { id: asked.submission.id ?? asked.goal })
  return handled
}

const parsed = (data: unknown, size: number): Submission => {
  if (size > intakeLimit) throw new RemitError('TOO_LARGE', { bytes: size, limit: intakeLimit })
  if (data === undefined) throw new RemitError('NOT_JSON')
  const submission = Submission.safeParse(data)
  if (submission.success) return submission.data
  const issues = submission.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    message: issue.message,
  }))
  throw new RemitError('SCHEMA', { issues, sentence: z.prettifyError(submission.error) })
}

const storedAs = (message: Incoming): string => `${message.seq}-${message.time}`

/** `remit.intake.from.<account>`, stored: thrown and not retryable = no goal can come of it. */
export const takeIntake =
  (deps: Deps, check: ContractCheck) =>
  async (message: Incoming): Promise<void> => {
    const account = deps.bus.subjects.accountOfIntake(message.subject)
    const submission = parsed(message.data, message.size)
    const goal = goalIdOf(account, submission.id ?? `stored ${storedAs(message)}`)
    const traceparent = message.traceparent ?? ''
    await submit(
      deps,
      check,
      { goal, account, source: account, submission, person: null, tour: false, traceparent },
      `intake-${storedAs(message)}`,
    )
  }

/** What cannot be a goal is told its sender, each fault named, before it is kept as a dead letter. */
export const rejectIntake =
  (deps: Deps) =>
  async (message: Incoming, error: RemitError): Promise<void> => {
    const { subjects } = deps.bus
    const account = subjects.accountOfIntake(message.subject)
    const id = `rejected-${storedAs(message)}`
    const body = { code: error.code, message: error.message, issues: error.details['issues'] ?? [] }
    await deps.bus.publish(subjects.events(account, `intake-${message.seq}`, 'rejected'), body, {
      msgId: id,
      headers: {
        'ce-specversion': '1.0',
        'ce-id': id,
        'ce-type': 'dev.remit.rejected',
        'ce-source': '/intake',
      },
    })
  }

/** `remit.api.goals.submit`: the same, answered after the commit. */
export const serveSubmit =
  (deps: Deps, check: ContractCheck) =>
  async (message: Pick<Incoming, 'subject' | 'data' | 'size' | 'traceparent'>): Promise<Submitted> => {
    const account = deps.bus.subjects.accountOfApi(message.subject)
    const submission = parsed(message.data, message.size)
    const id = submission.id ?? `asked ${crypto.randomUUID()}`
    const goal = goalIdOf(account, id)
    const handled = await submit(
      deps,
      check,
      {
        goal,
        account,
        source: account,
        submission,
        person: null,
        tour: false,
        traceparent: message.traceparent ?? '',
      },
      // Not the goal's id: the same id with other content must be compared with what is there, not taken for a repeat.
      `api-${crypto.randomUUID()}`,
    )
    const status = handled.state === null ? 'accepted' : statusOf(handled.state)
    return { id: goal, status, durable: deps.durable }
  }
