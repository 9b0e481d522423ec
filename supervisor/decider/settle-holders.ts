import type { Goal, Holder, Spent } from './state.ts'

/**
 * Closes the open slices of an attempt: what was used is laid on them in the order in which they were drawn, the
 * rest is released. More than was drawn is laid on the last, as it was: a budget hides no spend. `null` = nobody knows
 * what was used, so all of it counts as spent.
 */
export const settleHolders = (goal: Goal, task: string, attempt: number, used: Spent | null): Goal => {
  const slices = Object.entries(goal.holders).filter(
    ([, holder]) =>
      holder.status === 'open' && 'task' in holder && holder.task === task && holder.attempt === attempt,
  )
  const last = slices.at(-1)?.[0]
  let left: Spent = used ?? { tokens: 0, cost: 0 }
  const spent = { ...goal.spent }
  const holders: Record<string, Holder> = {}
  let own = 0
  for (const [id, holder] of Object.entries(goal.holders)) {
    if (
      holder.status !== 'open' ||
      !('task' in holder) ||
      holder.task !== task ||
      holder.attempt !== attempt
    ) {
      holders[id] = holder
      continue
    }
    const tokens =
      used === null ? holder.tokens : id === last ? left.tokens : Math.min(holder.tokens, left.tokens)
    const cost = used === null ? holder.cost : id === last ? left.cost : Math.min(holder.cost, left.cost)
    left = { tokens: left.tokens - tokens, cost: left.cost - cost }
    spent.tokens += tokens
    own += tokens
    spent.cost += cost
    holders[id] = { status: 'settled', used: used === null ? 'all' : { tokens, cost } }
  }
  const of = goal.tasks[task]
  const tasks = of === undefined ? goal.tasks : { ...goal.tasks, [task]: { ...of, tokens: of.tokens + own } }
  return { ...goal, holders, spent, tasks }
}
