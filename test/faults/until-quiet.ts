import { setTimeout as pause } from 'node:timers/promises'
import { readGoalEvent } from '../../contracts/events.ts'
import { replay } from '../../supervisor/decider/evolve.ts'
import { openApprovals, type Goal } from '../../supervisor/decider/state.ts'
import type { Store } from '../../store/port.ts'

const never = '9999-12-31T00:00:00.000Z'
const under = new Set(['executing', 'settling', 'authorised'])

/** Nobody has anything to do with it any more: it ended, or a person has it, and none of its effects is under way. */
const rests = (goal: Goal): boolean =>
  (goal.status === 'ended' || goal.status === 'with-person') &&
  openApprovals(goal).length === 0 &&
  !Object.values(goal.effects).some(({ status }) => under.has(status))

/** Waits until every goal rests, every reservation and row of a key belongs to somebody, and nothing more is written; or `patience` is over. */
export const untilQuiet = async (
  store: Store,
  goals: () => readonly string[],
  patienceMs: number,
): Promise<boolean> => {
  const end = performance.now() + patienceMs
  let quietSince = performance.now()
  let last = ''
  while (performance.now() < end) {
    const states = await Promise.all(
      goals().map(async (id) => replay((await store.load(id)).map(readGoalEvent))),
    )
    const versions = states.map((state) => state?.version ?? 0).join(' ')
    const holders = await store.holders(never)
    const keys = await store.heldKeys(never)
    const byId = new Map(states.flatMap((state) => (state === null ? [] : [[state.id, state] as const])))
    const owned = holders.every(({ holder, goal }) => byId.get(goal)?.holders[holder]?.status === 'open')
    const rest = states.every((state) => state !== null && rests(state))
    const kept = keys.every(({ goal, effect }) => byId.get(goal)?.effects[effect]?.status === 'unknown')
    if (!rest || !owned || !kept || versions !== last) quietSince = performance.now()
    last = versions
    if (performance.now() - quietSince > 1500) return true
    await pause(250)
  }
  return false
}
