import type { ErrorCode } from '../../../contracts/errors.ts'
import { maxDepth, maxWidth } from '../terms.ts'
import type { Goal } from '../state.ts'
import { placesAbove } from './place.ts'

/** The contracts under which a task and everybody above it works: none of them is asked again from below. */
export const contractsAbove = (goal: Goal, task: string): string[] => [
  ...Object.values(goal.tasks)
    .filter((one) => one.id === task)
    .map((one) => one.contract),
  ...placesAbove(goal, task).flatMap(({ delegation }) => {
    const above = goal.tasks[delegation.task]
    return above === undefined ? [] : [above.contract]
  }),
]

export const depthOf = (goal: Goal, task: string): number => placesAbove(goal, task).length

/** At most so wide and so deep, and never to a contract that somebody above works under. */
export const mayDelegate = (goal: Goal, task: string, contracts: readonly string[]): ErrorCode | null => {
  if (contracts.length === 0 || contracts.length > maxWidth) return 'DELEGATION_LIMIT'
  if (depthOf(goal, task) >= maxDepth) return 'DELEGATION_LIMIT'
  const above = contractsAbove(goal, task)
  return contracts.some((contract) => above.includes(contract)) ? 'DELEGATION_LIMIT' : null
}
