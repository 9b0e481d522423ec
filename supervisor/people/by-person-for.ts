import { Money } from '../../contracts/money.ts'
import type { PersonCommand } from '../../contracts/platform.ts'
import type { ControlState } from '../control/control-state.ts'
import type { RecordByPerson } from '../decider/person-commands.ts'
import type { Goal } from '../decider/state.ts'
import type { Deps } from '../deps.ts'
import { reserveByPerson } from '../effects/reserve-by-person.ts'
import type { Built } from '../record/handle.ts'
import { putText } from '../record/trail-text.ts'

type By = Pick<RecordByPerson, 'at' | 'command' | 'person' | 'owner'>

/** What a person says of an effect, counted in the budgets before it is committed. */
export const byPersonFor = async (
  deps: Deps,
  control: ControlState,
  goal: Goal,
  { effect, happened, reference, amount }: Extract<PersonCommand, { kind: 'by-person' }>['body'],
  by: By,
): Promise<Built> => {
  const moved = amount === undefined ? null : Money.parse(amount)
  const counting = { effect, happened, amount: moved, at: by.at }
  const { ledger, release } = await reserveByPerson(deps, control, goal, counting)
  const said = await putText(deps.store, goal.id, reference)
  const what = { effect, happened: happened ?? true, reference: said, amount: moved }
  return { command: { type: 'RecordByPerson', ...by, ...what, ledger }, release }
}
