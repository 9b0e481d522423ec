import { readGoalEvent } from '../../contracts/events.ts'
import type { Store } from '../../store/port.ts'
import { replay } from '../decider/evolve.ts'
import type { State } from '../decider/state.ts'

export type GoalCache = {
  /** the state as of the last event in the store; only what is new is read */
  load(goal: string): Promise<State>
  put(goal: string, state: State): void
}

/** States of goals, the newest used kept. A stale one costs one conflict, never a wrong decision: append checks. */
export const goalCache = (store: Store, size = 5000): GoalCache => {
  const states = new Map<string, State>()
  const put = (goal: string, state: State): void => {
    states.delete(goal)
    states.set(goal, state)
    const oldest = states.size > size ? states.keys().next().value : undefined
    if (oldest !== undefined) states.delete(oldest)
  }
  return {
    put,
    load: async (goal) => {
      const known = states.get(goal) ?? null
      const news = await store.load(goal, known?.version ?? 0)
      const state = news.length === 0 ? known : replay(news.map(readGoalEvent), known)
      put(goal, state)
      return state
    },
  }
}
