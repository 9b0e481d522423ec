import type { Goal } from './state.ts'

/**
 * A person took over, or the goal is ending: every task and check is over, and what their workers still send is late.
 * Nobody will tell what their slices were used for, so all of it counts as spent.
 */
export const closeWork = (goal: Goal): Goal => {
  const spent = { ...goal.spent }
  const holders = { ...goal.holders }
  for (const [id, holder] of Object.entries(goal.holders)) {
    if (holder.status !== 'open' || !('task' in holder)) continue
    spent.tokens += holder.tokens
    spent.cost += holder.cost
    holders[id] = { status: 'settled', used: 'all' }
  }
  return {
    ...goal,
    spent,
    holders,
    tasks: Object.fromEntries(
      Object.entries(goal.tasks).map(([id, task]) => [id, { ...task, status: 'over', until: null }]),
    ),
    delegations: Object.fromEntries(
      Object.entries(goal.delegations).map(([id, delegation]) => [id, { ...delegation, status: 'over' }]),
    ),
    checks: goal.checks.map((check) => ({ ...check, status: 'over' })),
  }
}
