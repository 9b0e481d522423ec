import { Mode } from '../../contracts/events/goal-events.ts'
import type { CompiledPolicy } from '../policy/compiled-policy.ts'
import type { ControlState } from './control-state.ts'

const modes = Mode.options

/** The mode that a workflow runs in: as it was set, else as its file begins; never above the ceiling of now. */
export const modeOf = (control: ControlState, policy: CompiledPolicy, workflow: string): Mode | null => {
  const found = policy.workflows.get(workflow)?.policy
  if (found === undefined) return null
  const mode = control.modes.get(workflow) ?? found.mode
  return modes.indexOf(mode) > modes.indexOf(found.mode_ceiling) ? found.mode_ceiling : mode
}

/** One mode up or down; null at the end of the ladder. */
export const nextMode = (mode: Mode, step: 1 | -1): Mode | null => modes[modes.indexOf(mode) + step] ?? null
export const above = (mode: Mode, ceiling: Mode): boolean => modes.indexOf(mode) > modes.indexOf(ceiling)
