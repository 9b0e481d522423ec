import type { ControlEvent } from '../../contracts/events.ts'
import type { Deps } from '../deps.ts'
import type { Handled } from '../record/handle.ts'
import type { ControlState } from './control-state.ts'
import { lostTrust, type Lost } from './lost-trust.ts'
import { modeOf, nextMode } from './mode-of.ts'

const sentences: Partial<Record<Lost['how'], string>> = {
  'wrong-outcome': 'a person found the outcome wrong',
  'failed-verification': 'the tool said yes and its system shows no such effect',
  'reversed-effect': 'a person reversed an effect',
}

/** One mode back; in the lowest one what was shown so far is void. A goal costs a workflow each kind of trust once. */
const demotion = (deps: Deps, control: ControlState, workflow: string, lost: Lost): ControlEvent[] => {
  const from = modeOf(control, deps.policies.current(control), workflow)
  if (from === null) return []
  const proposed = control.promotions.proposals.some((one) => one.workflow === workflow)
  const mode = nextMode(from, -1)
  if (mode === null && !proposed) return []
  const { how, goal, effect } = lost
  const note = `${sentences[how] ?? how}: goal ${goal}${effect === null ? '' : `, effect ${effect}`}`
  return [
    {
      type: 'ModeSet',
      data: {
        workflow,
        mode: mode ?? from,
        person: 'supervisor',
        note,
        how,
        lost: { from, goal, effect },
      },
    },
  ]
}

/**
 * After each commit, before whoever sent its command is answered: a workflow that was trusted too far loses a mode. If
 * the process dies in between, the message comes again, and so does this: the cause makes the repeat harmless.
 */
export const demoteAtOnce = async (deps: Deps, handled: Handled): Promise<void> => {
  const goal = handled.state
  if (goal === null) return
  for (const lost of lostTrust(goal, handled.events)) {
    const cause = `demote-${goal.id}-${lost.how}`
    const { events, repeated } = await deps.control.append(
      cause,
      { kind: 'supervisor', id: 'measures' },
      deps.now(),
      (control) => demotion(deps, control, goal.workflow, lost),
    )
    const [event] = events
    if (!repeated && event?.type === 'ModeSet')
      deps.log.warn(
        { workflow: goal.workflow, goal: goal.id, code: lost.how, mode: event.data.mode },
        'a workflow lost trust and runs in a lower mode',
      )
  }
}
