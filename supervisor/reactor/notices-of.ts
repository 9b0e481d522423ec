import type { Money } from '../../contracts/money.ts'
import type { Stage } from '../../contracts/notices.ts'
import { openApprovals, type Approval, type Goal } from '../decider/state.ts'

/** One inbox item of which people are told now. `round` names what they are told once each: a later one replaces it. */
export type Telling = {
  item: string
  stage: Stage
  round: string
  role: string
  amount: Money | null
  /** who would be told for nothing: they voted, or asked where it is separate */
  not: readonly string[]
}

const stageOf = ({ reminded, roles }: Approval): Stage => {
  if (reminded) return 'reminded'
  return roles.length > 1 ? 'rerouted' : 'asked'
}

const ofApproval = (goal: Goal, approval: Approval): Telling => {
  const stage = stageOf(approval)
  return {
    item: approval.id,
    stage,
    round: `${approval.id}.${stage}.${approval.moves}`,
    role: approval.role,
    amount: approval.amount,
    not: approval.separate ? [...approval.voters, ...goal.chain] : approval.voters,
  }
}

/** Of what people should be told, by the record alone: every open item, as it stands now. */
export const noticesOf = (goal: Goal): Telling[] => {
  if (goal.status === 'ended') return []
  const { escalation } = goal
  const items = openApprovals(goal).map((approval) => ofApproval(goal, approval))
  if (escalation === null) return items
  const { role, at } = escalation
  const round = `${goal.id}.escalated.${at}`
  return [...items, { item: goal.id, stage: 'escalated', round, role, amount: null, not: [] }]
}
