import { RemitError } from '../../contracts/errors.ts'
import type { ControlEvent } from '../../contracts/events.ts'
import type { PersonCommand } from '../../contracts/platform.ts'
import { acceptTool } from '../control/accept-tool.ts'
import { applyFiles } from '../control/apply-files.ts'
import type { ControlState } from '../control/control-state.ts'
import { askAnewFor } from '../effects/ask-anew-for.ts'
import type { Deps } from '../deps.ts'
import { recover } from '../record/recovery.ts'
import { mustOwn } from './must-own.ts'
import { personOf } from './person-of.ts'

type ControlCommand = Extract<PersonCommand, { kind: 'halt' | 'lift' | 'apply' | 'accept-tool' | 'probe' }>

const eventsFor = (deps: Deps, control: ControlState, asked: ControlCommand): ControlEvent[] => {
  const person = personOf(deps, control, asked.person)
  switch (asked.kind) {
    // Stopping is never kept from a person who may decide.
    case 'halt': {
      mustOwn(deps, control, person)
      const { scope, reads, note } = asked.body
      return [{ type: 'Halted', data: { halt: asked.id, scope, reads, person: person.id, note: note ?? '' } }]
    }
    case 'lift': {
      mustOwn(deps, control, person)
      const { halt, note } = asked.body
      if (halt === control.record.quarantine?.id) throw new RemitError('NOT_RECONCILED', { lift: 'restored' })
      if (!control.halts.some((one) => one.id === halt)) throw new RemitError('ALREADY_DECIDED', { halt })
      return [{ type: 'Lifted', data: { halt, person: person.id, note: note ?? '' } }]
    }
    case 'apply': {
      const { files } = asked.body
      return applyFiles(deps.policies, control, { command: asked.id, files, person, at: deps.now() })
    }
    case 'accept-tool':
      return acceptTool(deps.policies, control, { ...asked.body, person })
    case 'probe':
      // Said by name rather than done by half: probes run at the start of a gateway.
      throw new RemitError('NOT_ENFORCED', { command: asked.kind })
    default:
      return asked satisfies never
  }
}

/** Commands that belong to no goal: their outcome is an event of the control log under the command's id. */
export const takeControlCommand = async (deps: Deps, asked: ControlCommand): Promise<void> => {
  const control = await deps.control.fresh()
  const by = { kind: 'person' as const, id: asked.person }
  // Judged once before, so that a refusal is thrown here and recorded by the caller.
  eventsFor(deps, control, asked)
  await deps.control.append(asked.id, by, deps.now(), (now) => eventsFor(deps, now, asked))
  // What was refused under the halt was acknowledged, so its order has to come again.
  if (asked.kind === 'accept-tool') await askAnewFor(deps, asked.body.tool, asked.body.hash)
  if (asked.kind === 'lift') await recover(deps, asked.id)
}
