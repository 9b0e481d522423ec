import { readGoalEvent } from '../../contracts/events.ts'
import { freeKeys, settleLedger } from './after-commit.ts'
import type { Deps } from '../deps.ts'
import { followUp } from '../effects/follow-up.ts'
import { oneByOne } from './one-by-one.ts'
import { publishEvents } from './publish-events.ts'
import { publishOrder } from './publish-order.ts'
import { retimeWall } from './retime-walls.ts'
import { ordersOf } from '../reactor/orders-of.ts'

const recent = 10 * 60_000

const recoverGoal = async (deps: Deps, goal: string, occasion: string): Promise<number> => {
  const state = await deps.cache.load(goal)
  if (state === null) return 0
  await settleLedger(deps, null, state)
  await freeKeys(deps, null, state)
  await retimeWall(deps, state)
  const orders = ordersOf(state)
  for (const order of orders) await publishOrder(deps, state, order, `.${occasion}`)
  await followUp(deps, state)
  return orders.length
}

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
    for (const view of page.items)
      await oneByOne(deps, view.id, async () => {
        count += await recoverGoal(deps, view.id, occasion)
      })
    cursor = page.cursor
  } while (cursor !== null)
  for (const log of await deps.store.changedSince(new Date(Date.parse(deps.now()) - recent).toISOString())) {
    if (log === deps.control.log) continue
    await oneByOne(deps, log, async () => {
      const state = await deps.cache.load(log)
      if (state === null) return
      await publishEvents(deps, state.account, (await deps.store.load(log)).map(readGoalEvent))
    })
  }
  return count
}
