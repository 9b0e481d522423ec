import type { ErrorCode } from '../../../contracts/errors.ts'
import type { Goal, Task } from '../state.ts'

export type Holding = { task: string; attempt: number; worker: string; agent?: string }

/** The task, if this worker holds this attempt of it now; else the code that stops whoever asked. */
export const knownTask = (goal: Goal, asked: Holding): { task: Task } | { code: ErrorCode } => {
  if (goal.status === 'ended') return { code: 'GOAL_OVER' }
  if (goal.status === 'cancelling') return { code: 'CANCELLED' }
  const task = goal.tasks[asked.task]
  if (!task) return { code: 'UNKNOWN_TASK' }
  if (asked.attempt < task.attempt) return { code: 'OLD_ATTEMPT' }
  if (task.status === 'over' || task.status === 'concluding') return { code: 'TASK_OVER' }
  if (asked.attempt !== task.attempt || task.status !== 'running' || task.worker !== asked.worker)
    return { code: 'NOT_HOLDER' }
  if (asked.agent !== undefined && asked.agent !== task.agent) return { code: 'NOT_HOLDER' }
  return { task }
}
