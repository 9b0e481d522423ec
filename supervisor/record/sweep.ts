import { doneAmount, settleLedger } from './after-commit.ts'
import type { Deps } from '../deps.ts'
import { oneByOne } from './one-by-one.ts'

/** Three times as long as a decision may take: what is older has its event, or never will. */
const forgottenAfterMs = 60_000

/** Reservations without their event are released once the goal's log was read; those that the log closed are closed. */
const sweepHolders = async (deps: Deps, old: string): Promise<void> => {
  for (const { holder, goal } of await deps.store.holders(old))
    await oneByOne(deps, goal, async () => {
      const state = await deps.cache.load(goal)
      const known = state?.holders[holder]
      if (known?.status === 'open') return
      if (state !== null && known?.status === 'settled') await settleLedger(deps, null, state)
      else await deps.store.settle(holder, 'none', old)
    })
}

/**
 * Rows of a tool and key whose effect never began, or ended without giving its row back: whoever took them died on the
 * way. Where nothing is known whether it happened, the row stays.
 */
const sweepKeys = async (deps: Deps, old: string): Promise<void> => {
  for (const { tool, key, goal, effect: id } of await deps.store.heldKeys(old))
    await oneByOne(deps, goal, async () => {
      const state = await deps.cache.load(goal)
      const effect = state?.effects[id]
      const status = effect?.status
      if (status === 'executing' || status === 'settling' || status === 'unknown') return
      const holder = { goal, effect: id, asOf: (state?.version ?? 0) + 1 }
      const done = effect === undefined ? null : doneAmount(effect)
      await deps.store.freeKey(tool, key, holder, state?.updated ?? deps.now(), done, old)
    })
}

/** Lets go of what was taken for a decision that never came to be. */
export const sweep = async (deps: Deps): Promise<void> => {
  const old = new Date(Date.parse(deps.now()) - forgottenAfterMs).toISOString()
  await sweepHolders(deps, old)
  await sweepKeys(deps, old)
}
