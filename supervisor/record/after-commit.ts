import { minorOf } from '../../contracts/money.ts'
import { demoteAtOnce } from '../control/demote-at-once.ts'
import type { Deps } from '../deps.ts'
import type { Effect, Goal, State } from '../decider/state.ts'
import type { Handled } from './handle.ts'
import { ledgerKeyOf } from '../effects/judge-effect.ts'
import { publishOrder } from './publish-order.ts'
import { ordersOf, stopsOf } from '../reactor/orders-of.ts'
import { settledAs } from './settled-as.ts'

/** Slices and reservations that the commit closed are closed in the ledger, too. */
export const settleLedger = async (
  { store }: Pick<Deps, 'store'>,
  before: State,
  after: Goal,
): Promise<void> => {
  for (const [id, holder] of Object.entries(after.holders)) {
    if (holder.status === 'open' || before?.holders[id]?.status === 'settled') continue
    await store.settle(id, settledAs(holder))
  }
}

/** What an effect moved, for those who ask later what was done under its key; null = nothing happened. */
export const doneAmount = ({ status, amount }: Effect): { currency: string; amount: bigint } | null => {
  if (status !== 'done') return null
  return amount === null
    ? { currency: '', amount: 0n }
    : { currency: amount.currency, amount: minorOf(amount) }
}

/** The row of a tool and key is freed when its effect is settled; unknown holds it. */
export const freeKeys = async (deps: Deps, before: State, after: Goal): Promise<void> => {
  for (const effect of Object.values(after.effects)) {
    const was = before?.effects[effect.id]?.status
    const ended = effect.status === 'done' || effect.status === 'failed'
    if (!ended || was === effect.status) continue
    const key = await ledgerKeyOf(deps, after.id, effect.key)
    // A failed effect may be claimed anew at once, perhaps by another replica: that claim's row is not this one's.
    const holder = { goal: after.id, effect: effect.id, asOf: after.version }
    await deps.store.freeKey(effect.tool, key, holder, after.updated, doneAmount(effect))
  }
}

/** Warnings that are in the record now are nobody's to give again. */
const tellWarnings = async ({ store }: Deps, { events }: Handled): Promise<void> => {
  if (!events.some(({ type }) => type === 'BudgetWarned')) return
  for (const { data } of events)
    if ('holder' in data && data.holder !== '') await store.toldWarnings(data.holder)
}

/**
 * What a commit orders, sent after it: new orders, stops for workers that lost their task, the ledger's settlements,
 * the events for clients. For a repeat everything that is still open goes out again.
 */
export const afterCommit =
  (deps: Deps, tell: (handled: Handled) => void) =>
  async (handled: Handled): Promise<void> => {
    const { state: after, before } = handled
    if (after === null) return
    const known = new Set(
      handled.repeated || before === null ? [] : ordersOf(before).map((order) => order.key),
    )
    await settleLedger(deps, handled.repeated ? null : before, after)
    await tellWarnings(deps, handled)
    await freeKeys(deps, handled.repeated ? null : before, after)
    const again = handled.repeated ? `.${after.version}` : ''
    const orders = [...ordersOf(after).filter((order) => !known.has(order.key)), ...stopsOf(before, after)]
    await Promise.all(orders.map((order) => publishOrder(deps, after, order, again)))
    await demoteAtOnce(deps, handled)
    tell(handled)
  }
