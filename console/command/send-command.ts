import { PersonCommand } from '../../contracts/platform.ts'
import type { SignedCommand } from '../../contracts/platform.ts'
import { RemitError } from '../../contracts/errors.ts'
import type { Store } from '../../store/port.ts'
import { findOutcome } from './find-outcome.ts'
import type { Outcome } from './find-outcome.ts'
import { waitForOutcome } from './wait-for-outcome.ts'

export type CommandKind = PersonCommand['kind']
export type Order = {
  person: string
  kind: CommandKind
  body: Record<string, unknown>
  /** the person's active time on the page that it came from, in milliseconds */
  activeMs?: number
  /** the goal that it is about; null where it belongs to no goal */
  goal: (command: string) => string | null
}
export type Sent = {
  command: string
  goal: string | null
  outcome: Extract<Outcome, { kind: 'done' }> | null
}

export type SendDeps = {
  store: Pick<Store, 'byCause'>
  controlLog: () => Promise<string>
  sign: (command: PersonCommand) => SignedCommand
  /** resolves when the command is stored; the id makes a repeat harmless */
  publish: (id: string, signed: SignedCommand) => Promise<void>
  newId: () => string
  now: () => Date
  pause: (ms: number) => Promise<void>
  waitMs: number
}

/**
 * One signed command for one request, then its outcome as the record has it. Throws the code of a refusal; answers
 * `outcome: null` where nobody decided within the wait (the command is stored and will be).
 */
export const commandSender =
  (deps: SendDeps) =>
  async ({ person, kind, body, activeMs, goal: goalFor }: Order): Promise<Sent> => {
    const id = deps.newId()
    const goal = goalFor(id)
    const command = PersonCommand.parse({
      v: 1,
      id,
      at: deps.now().toISOString(),
      person,
      kind,
      body,
      ...(activeMs === undefined ? {} : { activeMs }),
    })
    const control = await deps.controlLog()
    const logs = goal === null ? [control] : [goal, control]
    await deps.publish(id, deps.sign(command))
    const outcome = await waitForOutcome({
      find: () => findOutcome(deps.store, logs, id),
      pause: deps.pause,
      waitMs: deps.waitMs,
    })
    if (outcome?.kind === 'refused') {
      const { code, issues } = outcome
      throw new RemitError(code, { command: id, ...(issues === undefined ? {} : { issues }) })
    }
    return { command: id, goal, outcome }
  }
export type SendCommand = ReturnType<typeof commandSender>
