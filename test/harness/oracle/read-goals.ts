import { readGoalEvent, type GoalEvent, type Recorded } from '../../../contracts/events.ts'
import { replay } from '../../../supervisor/decider/evolve.ts'
import type { Goal } from '../../../supervisor/decider/state.ts'
import type { Evidence } from './evidence.ts'

export type Told = { id: string; events: Recorded<GoalEvent>[]; state: Goal }
type Of<T extends GoalEvent['type']> = Extract<Recorded<GoalEvent>, { type: T }>

/** Every goal of the record with the state that replaying gives; a log that cannot be read is a sentence instead. */
export const readGoals = (
  logs: Evidence['logs'],
): { goals: ReadonlyMap<string, Told>; unreadable: string[] } => {
  const goals = new Map<string, Told>()
  const unreadable: string[] = []
  for (const [log, envelopes] of logs) {
    if (log.startsWith('control/')) continue
    try {
      const events = envelopes.map(readGoalEvent)
      const state = replay(events)
      if (state === null) unreadable.push(`${log} has no events`)
      else goals.set(log, { id: log, events, state })
    } catch (error) {
      unreadable.push(`${log} cannot be replayed: ${String(error)}`)
    }
  }
  return { goals, unreadable }
}

export const eventsOf = <T extends GoalEvent['type']>(told: Told, type: T): Of<T>[] =>
  told.events.filter((event): event is Of<T> => event.type === type)

/** Which goal an effect belongs to, by the record. */
export const goalOfEffect = (goals: ReadonlyMap<string, Told>): ReadonlyMap<string, Told> =>
  new Map([...goals.values()].flatMap((told) => Object.keys(told.state.effects).map((id) => [id, told])))
