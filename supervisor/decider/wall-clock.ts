import { liveTasks, openApprovals, type Goal } from './state.ts'

/** Is a person awaited, and nobody else? An agent that still works, or a gateway that still runs, uses the goal's time. */
const awaited = (goal: Goal): boolean => {
  // The parts of a split goal have their own time.
  if (goal.status === 'with-person' || goal.status === 'split' || goal.status === 'ended') return true
  if (goal.status === 'cancelling') return goal.escalation !== null
  const idle = liveTasks(goal).every((task) => task.status === 'parked' || task.status === 'concluding')
  return idle && openApprovals(goal).length > 0
}

/** The goal's own time stands still while a person is awaited; every event moves the clock to its own time. */
export const keepWall = (goal: Goal, at: string): Goal => {
  const { used, since } = goal.wall
  if (!awaited(goal)) return since === null ? { ...goal, wall: { used, since: at } } : goal
  if (since === null) return goal
  return { ...goal, wall: { used: used + Math.max(0, Date.parse(at) - Date.parse(since)), since: null } }
}
