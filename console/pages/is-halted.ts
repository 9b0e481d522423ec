import { goalScopes } from '../../contracts/halt.ts'
import type { GoalView } from '../../store/port.ts'
import type { ControlState } from '../record/control-state.ts'

/** Is the goal halted now? The list was written with its last commit; a halt since then is in the control log alone. */
export const isHalted = ({ halts }: Pick<ControlState, 'halts'>, view: GoalView): boolean => {
  const scopes = new Set(['everything', ...goalScopes(view.id), `workflow:${view.workflow}`])
  return view.status !== 'ended' && Object.values(halts).some(({ scope }) => scopes.has(scope))
}
