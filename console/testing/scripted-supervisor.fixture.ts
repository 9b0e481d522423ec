import { isRecordCommand } from '../../contracts/record-commands.ts'
import { readFile } from 'node:fs/promises'
import { createPublicKey, verify } from 'node:crypto'
import type { Bus } from '../../bus/connect.ts'
import { RemitError } from '../../contracts/errors.ts'
import type { ErrorCode } from '../../contracts/errors.ts'
import { draft } from '../../contracts/events.ts'
import type { ControlEvent, GoalEvent } from '../../contracts/events.ts'
import { apiAccount, goalIdOf } from '../../contracts/goal-id.ts'
import { PersonCommand, SignedCommand } from '../../contracts/platform.ts'
import type { Store } from '../../store/port.ts'
import { controlEvents } from './scripted-control-events.fixture.ts'
import { viewFor } from './view-for.fixture.ts'

const zero = '00-00000000000000000000000000000001-0000000000000001-01'
export const controlLog = 'control/sample'

export type ScriptedSupervisor = AsyncDisposable & {
  /** commands whose signature fitted, in order */
  commands: PersonCommand[]
  /** messages whose signature did not */
  forged: unknown[]
  /** what the next commands get: an outcome, a refusal, or no answer at all */
  answer: { with: 'outcome' | 'silence' | ErrorCode }
}

type Deps = { store: Store; bus: Bus; publicKeyFile: string }

export const appendTo = async (
  store: Store,
  log: string,
  cause: string,
  events: (GoalEvent | ControlEvent)[],
  view?: Parameters<typeof viewFor>[1],
): Promise<void> => {
  const expected = (await store.load(log)).length
  const at = new Date().toISOString()
  const appended = await store.append({
    log,
    expected,
    at,
    by: { kind: 'supervisor', id: 'scripted' },
    cause,
    traceparent: zero,
    events: events.map(draft),
    ...(view === undefined ? {} : { view: viewFor(log, view, expected + events.length, at) }),
  })
  if (!appended.ok) throw new RemitError('VERSION_CONFLICT', { log })
}

const text = async (store: Store, goal: string, said: string): Promise<string> =>
  (await store.putTrail(goal, { text: said })).digest

const accept = async (store: Store, command: PersonCommand & { kind: 'submit' }): Promise<void> => {
  const { submission, tour } = command.body
  const goal = goalIdOf(apiAccount, submission.id ?? command.id)
  if ((await store.load(goal)).length > 0) {
    const { id, kind, person } = command
    return appendTo(store, goal, id, [
      { type: 'CommandRefused', data: { command: id, kind, person, code: 'ID_REUSED' } },
    ])
  }
  const said = await text(store, goal, submission.goal)
  const accepted: GoalEvent = {
    type: 'GoalAccepted',
    data: {
      account: apiAccount,
      source: 'operator',
      content: (await store.putTrail(goal, submission)).digest,
      text: said,
      payload: null,
      workflowAsked: null,
      contractAsked: null,
      person: command.person,
      deadline: null,
      tour: tour ?? false,
      parent: null,
      workflow: 'intake',
      policy: 'p1',
      span: '0000000000000001',
    },
  }
  await appendTo(store, goal, command.id, [accepted], {
    status: 'accepted',
    text: said,
    requester: command.person,
  })
}

const goalEvents = async (
  store: Store,
  command: PersonCommand,
): Promise<{ goal: string; events: GoalEvent[] } | null> => {
  const { person } = command
  if (isRecordCommand(command)) return null
  switch (command.kind) {
    case 'decide': {
      const { goal, approval, decision, note } = command.body
      const kept = note === undefined ? null : await text(store, goal, note)
      const effect = 'e_1'
      return decision === 'approve'
        ? {
            goal,
            events: [
              {
                type: 'ApprovalGranted',
                data: {
                  approval,
                  person,
                  note: kept,
                  own: false,
                  standsFor: null,
                  limit: null,
                  complete: true,
                },
              },
            ],
          }
        : { goal, events: [{ type: 'ApprovalRejected', data: { approval, effect, person, note: kept } }] }
    }
    case 'cancel': {
      const { goal } = command.body
      return { goal, events: [{ type: 'CancelRequested', data: { person, note: null } }] }
    }
    case 'flag': {
      const { goal, note } = command.body
      return { goal, events: [{ type: 'Flagged', data: { person, note: await text(store, goal, note) } }] }
    }
    case 'review': {
      const { goal, verdict } = command.body
      return { goal, events: [{ type: 'Reviewed', data: { person, verdict, note: null } }] }
    }
    case 'reverse': {
      const { goal, effect, reference } = command.body
      const kept = await text(store, goal, reference)
      return { goal, events: [{ type: 'EffectReversed', data: { effect, person, reference: kept } }] }
    }
    case 'top-up': {
      const { goal, kind, note } = command.body
      const said = await text(store, goal, note)
      return {
        goal,
        events: [{ type: 'ToppedUp', data: { person, kind, currency: '', amount: '1', note: said } }],
      }
    }
    case 'resume': {
      const { goal, note } = command.body
      return {
        goal,
        events: [{ type: 'Resumed', data: { person, note: await text(store, goal, note), task: 't_9' } }],
      }
    }
    case 'resolve': {
      const { goal, note } = command.body
      const kept = await text(store, goal, note)
      return { goal, events: [{ type: 'Resolved', data: { person, note: kept, class: 'by-person' } }] }
    }
    case 'again': {
      const { goal, effect } = command.body
      return {
        goal,
        events: [{ type: 'EffectAllowedAgain', data: { effect, person, ordinal: 2, note: null } }],
      }
    }
    case 'by-person': {
      const { goal, effect, reference } = command.body
      const kept = await text(store, goal, reference)
      return {
        goal,
        events: [
          {
            type: 'EffectByPerson',
            data: { effect, person, reference: kept, amount: null, holder: '', reservations: [] },
          },
        ],
      }
    }
    case 'submit':
    case 'halt':
    case 'lift':
    case 'mode':
    case 'promote':
    case 'demote':
    case 'apply':
    case 'accept-tool':
    case 'probe':
    case 'told':
      return null
    default:
      return command satisfies never
  }
}

const refuse = async (store: Store, command: PersonCommand, code: ErrorCode): Promise<void> => {
  const { id, kind, person } = command
  const found = await goalEvents(store, command)
  if (found !== null)
    return appendTo(store, found.goal, id, [
      { type: 'CommandRefused', data: { command: id, kind, person, code } },
    ])
  await appendTo(store, controlLog, id, [
    { type: 'CommandRefusedHere', data: { command: id, kind, person, code } },
  ])
}

/**
 * The supervisor's side of `remit.commands` for tests of console and command line: checks signatures and writes the
 * events that the real one would, without judging anything.
 */
export const scriptedSupervisor = ({ store, bus, publicKeyFile }: Deps): ScriptedSupervisor => {
  const script: Pick<ScriptedSupervisor, 'commands' | 'forged' | 'answer'> = {
    commands: [],
    forged: [],
    answer: { with: 'outcome' },
  }
  const carryOut = async (command: PersonCommand): Promise<void> => {
    const wanted = script.answer.with
    if (wanted === 'silence') return
    if (wanted !== 'outcome') return refuse(store, command, wanted)
    if (command.kind === 'submit') return accept(store, command)
    const found = await goalEvents(store, command)
    if (found === null) return appendTo(store, controlLog, command.id, controlEvents(command))
    const view = await store.view(found.goal)
    const ended = command.kind === 'resolve'
    const change = { status: ended ? 'ended' : 'working', ...(ended ? { class: 'by-person' } : {}) }
    await appendTo(store, found.goal, command.id, found.events, {
      ...change,
      text: view?.text ?? '',
      requester: view?.requester ?? '',
    })
  }
  const consuming = bus.consume({
    stream: bus.streams.commands,
    consumer: 'supervisor',
    max: 1,
    handler: async ({ data }) => {
      const signed = SignedCommand.safeParse(data)
      const key = createPublicKey(await readFile(publicKeyFile, 'utf8'))
      const bytes = Buffer.from(signed.data?.signed ?? '', 'utf8')
      if (!signed.success || !verify(null, bytes, key, Buffer.from(signed.data.signature, 'base64url'))) {
        script.forged.push(data)
        return
      }
      const command = PersonCommand.parse(JSON.parse(signed.data.signed))
      script.commands.push(command)
      await carryOut(command)
    },
  })
  return { ...script, [Symbol.asyncDispose]: consuming.stop }
}
