import { readGoalEvent } from '../../contracts/events.ts'
import { minorOf, type Money } from '../../contracts/money.ts'
import type { Reservation, Store } from '../../store/port.ts'

/** What is in the record has been decided: no cap is asked again. */
const decided = 2n ** 62n

/** An approval that waits holds its amount in the goal's own cap. */
const heldByApproval = (goal: string, amount: Money): Reservation[] => [
  {
    key: `goal:${goal}`,
    kind: 'money_moved',
    currency: amount.currency,
    period: 'all',
    day: '',
    amount: minorOf(amount),
    limit: decided,
  },
]

/** What the record says that this holder holds: of an effect under way, or of an approval that waits. */
export const recordedHold = async (
  store: Pick<Store, 'load'>,
  goal: string,
  holder: string,
): Promise<Reservation[]> => {
  for (const { type, data, meta } of (await store.load(goal)).map(readGoalEvent)) {
    if (type === 'EffectStarted' && `${data.effect}.c${data.claim}` === holder)
      return data.reservations.map((line) => ({ ...line, amount: BigInt(line.amount), limit: decided }))
    if (type === 'ApprovalRequested' && data.approval === holder && data.amount !== null)
      return heldByApproval(goal, data.amount)
    if (type === 'ApprovalEdited' && `${data.approval}.e${meta.version}` === holder && data.amount !== null)
      return heldByApproval(goal, data.amount)
  }
  return []
}
