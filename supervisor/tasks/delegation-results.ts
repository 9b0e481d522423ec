import { z } from 'zod'
import { agentOfContract } from '../../contracts/ids.ts'
import type { AgentCard } from '../../contracts/platform.ts'
import type { DelegationResult } from '../../contracts/delegation-result.ts'
import type { Claimed } from '../../contracts/work.ts'
import { contractsAbove, depthOf } from '../decider/rules/may-delegate.ts'
import type { Goal, Task } from '../decider/state.ts'
import { maxDepth } from '../decider/terms.ts'
import type { Deps } from '../deps.ts'

/** What an outcome says to whoever waits for it: its result, or why there is none. */
const Said = z.object({
  result: z.unknown().optional(),
  reason: z.string().optional(),
  question: z.string().optional(),
  message: z.string().optional(),
})

/** Every delegation of this task whose children have all ended, with each end. */
export const delegationResults = async (
  { store }: Pick<Deps, 'store'>,
  goal: Goal,
  task: Task,
): Promise<DelegationResult[]> =>
  Promise.all(
    Object.values(goal.delegations)
      .filter((one) => one.task === task.id && one.children.every((child) => child.status !== 'open'))
      .map(async ({ id, children }) => ({
        delegation: id,
        results: await Promise.all(
          children.map(async ({ tasks, contract, status, code, content }) => {
            const said = content === null ? {} : Said.parse(await store.getTrail(goal.id, content))
            return {
              task: tasks.at(-1) ?? '',
              contract,
              status: status === 'open' ? 'timeout' : status,
              code,
              content: said.result ?? said.reason ?? said.question ?? said.message ?? null,
            }
          }),
        ),
      })),
  )

/** Contracts of the workflow that this task may delegate to: none at the deepest level, none that waits above. */
export const delegatesOf = (
  goal: Goal,
  task: Task,
  offered: AgentCard['contracts'],
  agents: readonly string[],
): Claimed['delegates'] => {
  if (!goal.routed || depthOf(goal, task.id) >= maxDepth) return []
  const above = contractsAbove(goal, task.id)
  const open = offered.filter(({ name }) => agents.includes(agentOfContract(name)) && !above.includes(name))
  return [...new Map(open.map((one) => [one.name, one])).values()].map(({ name, description, request }) => ({
    contract: name,
    description,
    request,
  }))
}
