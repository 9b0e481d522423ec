import type { Raised } from '../../contracts/events/raised.ts'
import type { Parent } from '../../contracts/events/parent.ts'
import type { GoalBudget } from '../../contracts/policy.ts'
import type { Goal } from '../decider/state.ts'
import type { Limits, Terms } from '../decider/terms.ts'
import type { CompiledPolicy } from '../policy/compiled-policy.ts'
import { raisedBudget } from '../policy/raised-budget.ts'
import type { ControlState } from './control-state.ts'
import type { Policies } from './policies.ts'

const day = 86_400_000

const least = (caps: readonly (number | null | undefined)[]): number | null => {
  const known = caps.filter((cap) => cap !== null && cap !== undefined)
  return known.length === 0 ? null : Math.min(...known)
}

const limitsIn = (budgets: readonly (GoalBudget | undefined)[]): Limits => {
  const wall = least(budgets.map((one) => one?.wall_time))
  return {
    handoffs: least(budgets.map((one) => one?.handoffs?.count)),
    toolCalls: least(budgets.map((one) => one?.tool_calls?.count)),
    attempts: least(budgets.map((one) => one?.attempts?.count)),
    wallSeconds: wall === null ? null : wall / 1000,
  }
}

/** What a goal may count up to: its workflow's caps with what people raised, under the company's caps of any goal. */
const goalLimits = (policy: CompiledPolicy, workflow: string, raised: readonly Raised[]): Limits => {
  const own = policy.workflows.get(workflow)?.policy.budgets.goal
  return limitsIn([raisedBudget(own, raised), policy.company.budgets.goal])
}

/** A workflow's policy as plain data for decide. */
export const termsFrom = (
  policy: CompiledPolicy,
  workflow: string,
  raised: readonly Raised[] = [],
): Terms => {
  const found = policy.workflows.get(workflow)
  return {
    workflow,
    policy: policy.digest,
    owner: found?.policy.owner ?? 'owner',
    agents: found?.policy.agents ?? [],
    limits: goalLimits(policy, workflow, raised),
    abandonSeconds: (found?.policy.abandon_after ?? 14 * day) / 1000,
    joinSeconds: (found?.policy.join ?? day) / 1000,
    checks: found?.doneWhen !== undefined,
    review: null,
  }
}

/** Addresses are those of now, whatever policy the goal was routed under. */
const tells = (policies: Policies, control: ControlState): boolean =>
  policies.faults(control).length === 0 &&
  policies.current(control).people.some(({ mail, webhook }) => mail !== undefined || webhook !== undefined)

/** A part of a split goal counts up to its share of what the whole may count up to. */
const sharedOut = (terms: Terms, parent: Parent | null): Terms => {
  if (parent === null) return terms
  const { each } = parent.caps
  const { limits } = terms
  return {
    ...terms,
    limits: {
      ...limits,
      handoffs: least([limits.handoffs, each.handoffs]),
      toolCalls: least([limits.toolCalls, each.toolCalls]),
      attempts: least([limits.attempts, each.attempts]),
    },
  }
}

/** The terms that a goal was routed under, with the caps of the current policy where those are lower: tightening acts at once. */
export const termsOf = (
  policies: Policies,
  control: ControlState,
  { policy, workflow, raised, parent }: Pick<Goal, 'policy' | 'workflow' | 'raised' | 'parent'>,
): Terms => {
  const pinned = {
    ...sharedOut(termsFrom(policies.of(control, policy), workflow, raised), parent),
    tells: tells(policies, control),
  }
  if (policy === control.policy) return pinned
  const now = goalLimits(policies.current(control), workflow, raised)
  const { limits } = pinned
  return {
    ...pinned,
    limits: {
      handoffs: least([limits.handoffs, now.handoffs]),
      toolCalls: least([limits.toolCalls, now.toolCalls]),
      attempts: least([limits.attempts, now.attempts]),
      wallSeconds: least([limits.wallSeconds, now.wallSeconds]),
    },
  }
}
