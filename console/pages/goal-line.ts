import type { GoalLine } from '../../contracts/http/goal-line.ts'
import type { GoalView, Store } from '../../store/port.ts'
import type { ControlState } from '../record/control-state.ts'
import { readText } from '../record/read-texts.ts'
import { formatMicros } from './format-micros.ts'
import { isHalted } from './is-halted.ts'

/** A line of the goal list with its text, which lists decrypt when shown, and its cost as money. */
export const goalLine = async (
  store: Pick<Store, 'getTrail'>,
  control: ControlState,
  view: GoalView,
): Promise<GoalLine> => {
  const { text, inbox: _, version: __, outcome: ___, cost, ...line } = view
  const currency = control.policy?.company?.currency ?? ''
  return {
    ...line,
    halted: isHalted(control, view),
    cost: formatMicros(BigInt(cost), currency),
    goal: await readText(store, view.id, text),
  }
}
