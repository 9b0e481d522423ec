import type { Goal } from './state.ts'

/** The goal's own time stands still while a person is awaited; these two move the clock at an event's time. */
export const pauseWall = (goal: Goal, at: string): Goal =>
  goal.wall.since === null
    ? goal
    : {
        ...goal,
        wall: {
          used: goal.wall.used + Math.max(0, Date.parse(at) - Date.parse(goal.wall.since)),
          since: null,
        },
      }

export const startWall = (goal: Goal, at: string): Goal =>
  goal.wall.since === null ? { ...goal, wall: { ...goal.wall, since: at } } : goal
