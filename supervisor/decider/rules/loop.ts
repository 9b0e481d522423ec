import type { Goal, Task } from '../state.ts'

/** The task and those that handed the work on to it, oldest first: children of a delegation go their own ways. */
const lineage = (goal: Goal, id: string): Task[] => {
  const task = goal.tasks[id]
  if (task === undefined) return []
  const delegated = Object.values(goal.delegations).some(({ children }) =>
    children.some((child) => child.tasks[0] === id),
  )
  return task.from === null || delegated ? [task] : [...lineage(goal, task.from), task]
}

/**
 * The cycle that this handoff would close, or null. The same handoff (from, contract, canonical payload) again is
 * a loop; so is A-B-A-B in which none of the last three tasks called a tool: no new fact, no new effect. What came
 * before a person resumed the goal with a note does not count.
 */
export const loop = (goal: Goal, task: string, handoff: string, to: string): string[] | null => {
  const tasks = lineage(goal, task)
  if (goal.since.includes(handoff)) return [...tasks.map((one) => one.agent), to]
  const last = tasks.slice(-3)
  const [a, b, c] = last
  if (!a || !b || !c) return null
  const alternates = a.agent === c.agent && b.agent === to && a.agent !== b.agent
  const idle = last.every((one) => one.calls === 0)
  return alternates && idle ? [a.agent, b.agent, c.agent, to] : null
}
