import { randomUUID } from 'node:crypto'
import { Forgotten } from '../contracts/work.ts'
import type { AgentLink } from './agent-link.ts'

export type KeptThreads = {
  /** goals that have threads here */
  goals: () => Promise<string[]>
  /** deletes all threads of a goal */
  forget: (goal: string) => Promise<void>
}

const page = 200

/** Deletes the checkpoints of goals whose time is over, or that were erased; the supervisor says which. */
export const forgetGoals = async (link: AgentLink, worker: string, kept: KeptThreads): Promise<number> => {
  const goals = await kept.goals()
  let forgotten = 0
  for (let at = 0; at < goals.length; at += page) {
    const raw = await link.work({ op: 'forget', id: randomUUID(), worker, goals: goals.slice(at, at + page) })
    const answer = Forgotten.safeParse(raw)
    // Refused or not understood: nothing is deleted, and the next turn asks again.
    if (!answer.success) continue
    for (const goal of answer.data.forget) await kept.forget(goal)
    forgotten += answer.data.forget.length
  }
  return forgotten
}
