import type { Goal } from '../state.ts'

/**
 * The cycle that this handoff would close, or null. The same handoff (from, contract, canonical payload) again is
 * a loop; so is A-B-A-B in which none of the last three tasks called a tool: no new fact, no new effect.
 */
export const loop = (goal: Goal, handoff: string, to: string): string[] | null => {
  const tasks = Object.values(goal.tasks)
  if (goal.handoffs.includes(handoff)) return [...tasks.map((task) => task.agent), to]
  const last = tasks.slice(-3)
  const [a, b, c] = last
  if (!a || !b || !c) return null
  const alternates = a.agent === c.agent && b.agent === to && a.agent !== b.agent
  const idle = last.every((task) => task.calls === 0)
  return alternates && idle ? [a.agent, b.agent, c.agent, to] : null
}
