import { readGoalEvent } from '../contracts/events.ts'
import { settleLedger } from './after-commit.ts'
import type { Deps } from './deps.ts'
import { followUp } from './follow-up.ts'
import { publishEvents } from './publish-events.ts'
import { publishOrder } from './publish-order.ts'
import { ordersOf } from './reactor/orders-of.ts'

const recent = 10 * 60_000

/**
 * The bus may have lost everything: every open order of every open goal goes out again, and the events of goals that
 * moved lately, ended ones too (the stream drops those that it has, and clients know the rest by their ids).
 */
export const recover = async (deps: Deps, occasion: string): Promise<number> => {
  let count = 0
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<Deps['store']['goals']>> = await deps.store.goals({
      open: true,
      limit: 200,
      ...(cursor === null ? {} : { cursor }),
    })
    for (const view of page.items) {
      const state = await deps.cache.load(view.id)
      if (state === null) continue
      await settleLedger(deps, null, state)
      for (const order of ordersOf(state)) {
        await publishOrder(deps, state, order, `.${occasion}`)
        count += 1
      }
      await followUp(deps, state)
    }
    cursor = page.cursor
  } while (cursor !== null)
  for (const log of await deps.store.changedSince(new Date(Date.parse(deps.now()) - recent).toISOString())) {
    if (log === deps.control.log) continue
    const state = await deps.cache.load(log)
    if (state === null) continue
    await publishEvents(deps, state.account, (await deps.store.load(log)).map(readGoalEvent))
  }
  return count
}

/**
 * Reservations without their event: after 60 s, and once the goal's log was read, they are released; those whose
 * holder the log says is closed are closed here, too.
 */
export const sweepHolders = async (deps: Deps): Promise<void> => {
  const old = new Date(Date.parse(deps.now()) - 60_000).toISOString()
  for (const { holder, goal } of await deps.store.holders(old)) {
    const state = await deps.cache.load(goal)
    const known = state?.holders[holder]
    if (known?.status === 'open') continue
    if (state !== null && known?.status === 'settled') await settleLedger(deps, null, state)
    else await deps.store.settle(holder, 'none')
  }
}
