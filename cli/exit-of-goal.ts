import type { GoalPage } from '../contracts/http/goal-page.ts'
import type { ExitCode } from './cli-failure.ts'

/** 0 = it was done; 3 = a person has it, or took it; 1 = it ended otherwise (declined, cancelled). */
export const exitOfGoal = ({ status, class: ending }: Pick<GoalPage, 'status' | 'class'>): ExitCode => {
  if (status !== 'ended' || ending === 'by-person') return 3
  return ending === 'done-alone' || ending === 'done-approved' ? 0 : 1
}
