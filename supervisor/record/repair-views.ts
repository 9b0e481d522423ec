import { readGoalEvent } from '../../contracts/events.ts'
import { haltedBy } from '../control/control-state.ts'
import { replay } from '../decider/evolve.ts'
import type { Deps } from '../deps.ts'
import { oneByOne } from './one-by-one.ts'
import { timerChanges, timersOf } from '../reactor/timers-of.ts'
import { viewOf } from '../reactor/view-of.ts'
import { termsOf } from '../control/terms-of.ts'

type Repaired = Awaited<ReturnType<Parameters<Deps['store']['repair']>[0]>>

/** Views and timers that a crash left behind their log are written again. */
export const repairViews = async (deps: Deps): Promise<void> => {
  const control = await deps.control.fresh()
  await deps.store.repair(async (log, events) => {
    if (log.startsWith('control/')) return null
    const built: { repaired: Repaired } = { repaired: null }
    await oneByOne(deps, log, async () => {
      const goal = replay((await events()).map(readGoalEvent))
      if (goal === null) return
      const halted = haltedBy(control.halts, { goal: goal.id, workflow: goal.workflow }) !== undefined
      const terms = termsOf(deps.policies, control, goal)
      const timers = timerChanges(new Map(), timersOf(goal, terms))
      built.repaired = { view: viewOf(goal, halted, terms.owner), timers }
    })
    return built.repaired
  })
}
