import { evidenceMs, evidenceOf } from '../../contracts/measures/evidence-of.ts'
import type { Evidence } from '../../contracts/measures/evidence.ts'
import type { Deps } from '../deps.ts'
import type { ControlState } from './control-state.ts'

/** What the suggestions of the last 90 days show of a workflow, or those since its trust was last lost. */
export const evidenceFor = async (
  deps: Pick<Deps, 'store'>,
  control: ControlState,
  workflow: string,
  at: string,
): Promise<Evidence> => {
  const window = new Date(Date.parse(at) - evidenceMs).toISOString()
  const lost = control.lost.get(workflow) ?? ''
  const since = lost > window ? lost : window
  return evidenceOf(await deps.store.outcomes({ by: 'decided', workflow, from: since }), since)
}
