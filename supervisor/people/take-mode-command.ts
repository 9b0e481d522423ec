import { RemitError } from '../../contracts/errors.ts'
import type { ControlEvent } from '../../contracts/events.ts'
import { missingFor } from '../../contracts/measures/evidence-of.ts'
import type { Evidence } from '../../contracts/measures/evidence.ts'
import type { PersonCommand } from '../../contracts/platform.ts'
import type { ControlState } from '../control/control-state.ts'
import { evidenceFor } from '../control/evidence-for.ts'
import { above, modeOf, nextMode } from '../control/mode-of.ts'
import type { Deps } from '../deps.ts'
import { personOf } from './person-of.ts'

export type ModeCommand = Extract<PersonCommand, { kind: 'mode' | 'promote' | 'demote' }>

const eventFor = (
  deps: Deps,
  control: ControlState,
  asked: ModeCommand,
  evidence: Evidence | null,
): ControlEvent => {
  const person = personOf(deps, control, asked.person)
  const { workflow: name } = asked.body
  const policy = deps.policies.current(control)
  const workflow = policy.workflows.get(name)?.policy
  const from = modeOf(control, policy, name)
  if (workflow === undefined || from === null) throw new RemitError('UNKNOWN_WORKFLOW', { workflow: name })
  if (!person.roles.includes(workflow.owner)) throw new RemitError('NOT_YOUR_ROLE', { role: workflow.owner })
  const set = { workflow: name, person: person.id, note: asked.body.note ?? '' }
  const ceiling = workflow.mode_ceiling
  switch (asked.kind) {
    case 'mode': {
      const { mode } = asked.body
      if (above(mode, ceiling)) throw new RemitError('MODE_CEILING', { mode, ceiling })
      return { type: 'ModeSet', data: { ...set, mode, how: 'by hand' } }
    }
    case 'promote': {
      const to = nextMode(from, 1)
      if (to === null || above(to, ceiling))
        throw new RemitError('MODE_CEILING', { mode: to ?? from, ceiling })
      // Shown again on the day it is done: what was proposed may have been lost since.
      const missing = evidence === null ? ['nothing was looked at'] : missingFor(evidence)
      if (evidence === null || missing.length > 0)
        throw new RemitError('NOT_EARNED', { workflow: name, missing: missing.join('; ') })
      return { type: 'ModeSet', data: { ...set, mode: to, how: 'promotion', earned: { from, evidence } } }
    }
    case 'demote': {
      const to = nextMode(from, -1)
      if (to === null) throw new RemitError('ALREADY_DECIDED', { workflow: name, mode: from })
      return { type: 'ModeSet', data: { ...set, mode: to, how: 'demotion' } }
    }
    default:
      return asked satisfies never
  }
}

/** The owner sets a mode by hand, takes the one that suggestions have earned, or goes one back. */
export const takeModeCommand = async (deps: Deps, asked: ModeCommand): Promise<void> => {
  const by = { kind: 'person' as const, id: asked.person }
  const at = deps.now()
  const control = await deps.control.fresh()
  const evidence = asked.kind === 'promote' ? await evidenceFor(deps, control, asked.body.workflow, at) : null
  const build = (now: ControlState): ControlEvent => {
    const lost = now.lost.get(asked.body.workflow)
    if (evidence !== null && lost !== undefined && lost > evidence.since)
      throw new RemitError('NOT_EARNED', {
        workflow: asked.body.workflow,
        missing: 'trust was lost just now',
      })
    return eventFor(deps, now, asked, evidence)
  }
  // Judged once before, so that a refusal is thrown here and recorded by the caller.
  build(control)
  await deps.control.append(asked.id, by, at, (now) => [build(now)])
}
