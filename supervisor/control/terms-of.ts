import type { ControlState } from './control-state.ts'
import type { Goal } from '../decider/state.ts'
import type { Terms } from '../decider/terms.ts'
import type { Policies } from './policies.ts'
import { budgetKeys } from '../policy/budget-keys.ts'
import type { CompiledPolicy } from '../policy/compiled-policy.ts'

const day = 86_400_000

/** A workflow's policy as plain data for decide: of the policy under which the goal was routed. */
export const termsFrom = (policy: CompiledPolicy, workflow: string): Terms => {
  const found = policy.workflows.get(workflow)
  const own = found?.policy.budgets.goal
  const above = policy.company.budgets.goal
  const keys = budgetKeys(policy, { workflow, goal: '', agent: '' }).filter((key) => key.key === 'goal:')
  const count = (kind: 'handoffs' | 'tool_calls'): number | null => {
    const counts = keys.flatMap(({ kind: one, limit }) =>
      one === kind && 'count' in limit ? [limit.count] : [],
    )
    return counts.length === 0 ? null : Math.min(...counts)
  }
  const walls = [own?.wall_time, above?.wall_time].filter((wall) => wall !== undefined)
  return {
    workflow,
    policy: policy.digest,
    owner: found?.policy.owner ?? 'owner',
    agents: found?.policy.agents ?? [],
    limits: {
      handoffs: count('handoffs'),
      toolCalls: count('tool_calls'),
      wallSeconds: walls.length === 0 ? null : Math.min(...walls) / 1000,
    },
    joinSeconds: (found?.policy.join ?? day) / 1000,
    checks: found?.doneWhen !== undefined,
    review: null,
  }
}

export const termsOf = (
  policies: Policies,
  control: ControlState,
  goal: Pick<Goal, 'policy' | 'workflow'>,
): Terms => termsFrom(policies.of(control, goal.policy), goal.workflow)
