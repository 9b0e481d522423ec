import type { GoalEvent, Recorded } from '../../contracts/events.ts'
import type { EffectShown } from '../../contracts/http/goal-page.ts'
import { addMoney } from '../../contracts/money.ts'
import type { Money } from '../../contracts/money.ts'

type Slice = { tokens: number; cost: number }
type Spent = Slice & { calls: number }

/**
 * What this goal used so far: slices are closed by what their attempt reports, whole where nobody knows; those still
 * open are not counted yet. Cost in millionths of the unit; calls drawn less calls returned.
 */
export const foldSpent = (events: Recorded<GoalEvent>[]): Spent => {
  const open = new Map<string, Slice>()
  const spent = { tokens: 0, cost: 0, calls: 0 }
  const hold = ({ task, attempt }: { task: string; attempt: number }, slice: Slice): void => {
    const held = open.get(`${task}.${attempt}`) ?? { tokens: 0, cost: 0 }
    open.set(`${task}.${attempt}`, { tokens: held.tokens + slice.tokens, cost: held.cost + slice.cost })
  }
  const close = ({ task, attempt }: { task: string; attempt: number }, used: Slice | null): void => {
    const held = open.get(`${task}.${attempt}`)
    if (held === undefined) return
    spent.tokens += used === null ? held.tokens : Math.min(held.tokens, used.tokens)
    spent.cost += used === null ? held.cost : Math.min(held.cost, used.cost)
    open.delete(`${task}.${attempt}`)
  }
  for (const event of events) {
    if (event.type === 'TaskStarted') hold(event.data, event.data.slice)
    if (event.type === 'BudgetDrawn') {
      hold(event.data, event.data)
      spent.calls += event.data.calls
    }
    if (event.type === 'BudgetSettled') {
      spent.calls -= event.data.calls
      if (event.data.tokens > 0 || event.data.cost > 0) close(event.data, event.data)
    }
    if (event.type === 'TaskParked' || event.type === 'AttemptFailed') close(event.data, event.data.used)
    if (event.type === 'OutcomeReceived' && !event.data.late) close(event.data, event.data.used)
  }
  return spent
}

/** Money that the effects of this goal moved, per currency. */
export const movedBy = (effects: EffectShown[]): Money[] => {
  const sums = new Map<string, Money>()
  for (const { status, amount } of effects) {
    if (amount === null || (status !== 'done' && status !== 'done-by-person')) continue
    const sum = sums.get(amount.currency)
    sums.set(amount.currency, sum === undefined ? amount : addMoney(sum, amount))
  }
  return [...sums.values()]
}
