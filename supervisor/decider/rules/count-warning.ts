import type { GoalEvent } from '../../../contracts/events.ts'
import type { Goal } from '../state.ts'

/** A goal's own count that reaches 80 % of its cap is warned of once: the record says that it was. */
export const countWarning = (
  goal: Pick<Goal, 'id' | 'warned'>,
  kind: 'tool_calls' | 'handoffs' | 'attempts' | 'wall_time',
  used: number,
  cap: number | null,
): GoalEvent[] =>
  cap === null || goal.warned.includes(kind) || used * 5 < cap * 4
    ? []
    : [{ type: 'BudgetWarned', data: { key: `goal:${goal.id}`, kind, percent: 80 } }]
