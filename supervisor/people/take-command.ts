import { createPublicKey, verify } from 'node:crypto'
import { z } from 'zod'
import { RemitError, toRemitError } from '../../contracts/errors.ts'
import type { ControlEvent } from '../../contracts/events.ts'
import { PersonCommand, SignedCommand } from '../../contracts/platform.ts'
import type { ContractCheck } from '../tasks/contract-check.ts'
import type { ControlState } from '../control/control-state.ts'
import type { Command } from '../decider/commands.ts'
import type { Goal } from '../decider/state.ts'
import type { Deps } from '../deps.ts'
import { byPersonFor } from './by-person-for.ts'
import { editFor } from './edit-for.ts'
import { followUp } from '../effects/follow-up.ts'
import type { Built } from '../record/handle.ts'
import { freshTask } from '../intake/new-goal.ts'
import { parseMessage } from '../parse-message.ts'
import { ownTasks } from '../decider/rules/place.ts'
import { personOf } from './person-of.ts'
import { takeSubmission } from './take-submission.ts'
import { takeTold } from './take-told.ts'
import { takeControlCommand } from './take-control-command.ts'
import { takeModeCommand } from './take-mode-command.ts'
import { isRecordCommand, takeRecordCommand, type RecordCommand } from './take-record-command.ts'
import { putText } from '../record/trail-text.ts'
import { raisedFrom, topUpFor } from './top-up-for.ts'

type OnGoal = Exclude<
  PersonCommand,
  | {
      kind:
        | 'submit'
        | 'halt'
        | 'lift'
        | 'mode'
        | 'promote'
        | 'demote'
        | 'apply'
        | 'accept-tool'
        | 'probe'
        | 'told'
    }
  | RecordCommand
>

const opened = async (deps: Deps, data: unknown): Promise<PersonCommand> => {
  const { signed, signature } = parseMessage(SignedCommand, data)
  const key = createPublicKey(await deps.consoleKey())
  if (!verify(null, Buffer.from(signed), key, Buffer.from(signature, 'base64url')))
    throw new RemitError('BAD_SIGNATURE')
  let value: unknown
  try {
    value = JSON.parse(signed)
  } catch (error) {
    throw new RemitError('NOT_JSON', {}, { cause: error })
  }
  return parseMessage(PersonCommand, value)
}

/** Where a goal goes on when a person resumes it: the last task's agent, contract and input. */
const pendingOf = (goal: Goal): { task: string; agent: string; contract: string; input: string } | null => {
  const last = ownTasks(goal).at(-1)
  return last === undefined
    ? null
    : { task: freshTask(), agent: last.agent, contract: last.contract, input: last.input }
}

const ownerOf = (deps: Deps, control: ControlState, goal: Goal): string =>
  deps.policies.current(control).workflows.get(goal.workflow)?.policy.owner ??
  deps.policies.of(control, goal.policy).workflows.get(goal.workflow)?.policy.owner ??
  'owner'

const built = async (deps: Deps, asked: OnGoal, state: Goal): Promise<Built> => {
  const control = await deps.control.fresh()
  const at = deps.now()
  const person = personOf(deps, control, asked.person)
  const owner = ownerOf(deps, control, state)
  const text = (note: string | undefined): Promise<string | null> =>
    note === undefined ? Promise.resolve(null) : putText(deps.store, state.id, note)
  const { activeMs } = asked
  const by = { at, command: asked.id, person, ...(activeMs === undefined ? {} : { activeMs }) }
  const pending = pendingOf(state)
  const only = async (command: Command): Promise<Built> => ({ command })
  switch (asked.kind) {
    case 'decide': {
      const { approval, decision, note, args } = asked.body
      const edit = args === undefined ? null : await editFor(deps, control, state, approval, args, at)
      return {
        command: {
          type: 'Decide',
          ...by,
          approval,
          decision,
          note: await text(note),
          edit: edit?.edit ?? null,
        },
        ...(edit === null ? {} : { release: edit.release }),
      }
    }
    case 'again':
      return only({
        type: 'AllowAgain',
        ...by,
        effect: asked.body.effect,
        note: await text(asked.body.note),
        owner,
        task: pending ?? { task: freshTask(), agent: '', contract: '', input: '' },
      })
    case 'by-person':
      return byPersonFor(deps, control, state, asked.body, { ...by, owner })
    case 'cancel':
      return only({ type: 'Cancel', ...by, note: await text(asked.body.note), owner })
    case 'resume':
      return only({
        type: 'Resume',
        ...by,
        note: await putText(deps.store, state.id, asked.body.note),
        owner,
        task: pending?.task ?? '',
        pending,
      })
    case 'top-up': {
      const { kind, by: amount, note } = asked.body
      const raised = raisedFrom(kind, amount)
      return only({
        type: 'TopUp',
        ...by,
        raised,
        ...topUpFor(deps, control, state, raised),
        note: await putText(deps.store, state.id, note),
        owner,
        pending,
      })
    }
    case 'resolve':
      return only({
        type: 'Resolve',
        ...by,
        note: await putText(deps.store, state.id, asked.body.note),
        owner,
      })
    case 'flag':
      return only({ type: 'Flag', ...by, note: await putText(deps.store, state.id, asked.body.note) })
    case 'review':
      return only({
        type: 'Review',
        ...by,
        verdict: asked.body.verdict,
        note: await text(asked.body.note),
        owner,
      })
    case 'reverse': {
      const { effect, reference } = asked.body
      return only({
        type: 'Reverse',
        ...by,
        effect,
        reference: await putText(deps.store, state.id, reference),
        owner,
      })
    }
    default:
      return asked satisfies never
  }
}

const Issues = z.array(z.strictObject({ path: z.string(), message: z.string() }))
/** Faults of policy files are kept; those of arguments are content, and stay out of the control log. */
const issuesOf = (error: RemitError): { issues?: z.infer<typeof Issues> } =>
  error.code === 'POLICY_FAULTS' ? { issues: Issues.parse(error.details['issues']).slice(0, 100) } : {}

/** A refusal is in the record under the command's id, so that whoever waits for it finds why. */
const refusedHere = async (deps: Deps, asked: PersonCommand, error: RemitError): Promise<void> => {
  const event: ControlEvent = {
    type: 'CommandRefusedHere',
    data: { command: asked.id, kind: asked.kind, person: asked.person, code: error.code, ...issuesOf(error) },
  }
  await deps.control.append(asked.id, { kind: 'person', id: asked.person }, deps.now(), () => [event])
}

/** `remit.commands`: what people decide, signed by the console. Nothing that an agent may publish leads here. */
export const takeCommand =
  (deps: Deps, check: ContractCheck) =>
  async (data: unknown, traceparent: string): Promise<void> => {
    const asked = await opened(deps, data)
    // Refused once is refused for good: the same command delivered again, when people or policy have changed, is not
    // a new one.
    if ((await deps.store.byCause(deps.control.log, asked.id)).length > 0) return
    try {
      if (isRecordCommand(asked)) return await takeRecordCommand(deps, asked)
      switch (asked.kind) {
        case 'submit':
          return await takeSubmission(deps, check, asked, traceparent)
        case 'mode':
        case 'promote':
        case 'demote':
          return await takeModeCommand(deps, asked)
        case 'halt':
        case 'lift':
        case 'apply':
        case 'accept-tool':
        case 'probe':
          return await takeControlCommand(deps, asked)
        case 'told':
          return await takeTold(deps, asked)
        case 'decide':
        case 'again':
        case 'by-person':
        case 'cancel':
        case 'resume':
        case 'top-up':
        case 'resolve':
        case 'flag':
        case 'review':
        case 'reverse': {
          const handled = await deps.handle({
            goal: asked.body.goal,
            cause: asked.id,
            by: { kind: 'person', id: asked.person },
            traceparent: '',
            build: async (state) => {
              if (state === null) throw new RemitError('UNKNOWN_GOAL', { goal: asked.body.goal })
              return built(deps, asked, state)
            },
          })
          if (handled.state !== null) await followUp(deps, handled.state)
          return
        }
        default:
          return asked satisfies never
      }
    } catch (thrown) {
      const error = toRemitError(thrown)
      if (error.retryable || error.code === 'BAD_CONFIG') throw error
      await refusedHere(deps, asked, error)
    }
  }
