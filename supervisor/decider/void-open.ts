import type { GoalEvent } from '../../contracts/events.ts'
import { openApprovals, type Effect, type Goal } from './state.ts'

/** Open approvals and approved calls that have not begun become void; `of` picks whose. */
export const voidOpen = (
  goal: Goal,
  code: string,
  of: (effect: Effect) => boolean = () => true,
): GoalEvent[] => {
  const picked = (id: string): boolean => {
    const effect = goal.effects[id]
    return effect !== undefined && of(effect)
  }
  return [
    ...openApprovals(goal)
      .filter((approval) => picked(approval.effect))
      .map((approval): GoalEvent => ({
        type: 'ApprovalVoid',
        data: { approval: approval.id, effect: approval.effect, code, fact: null },
      })),
    ...Object.values(goal.effects).flatMap((effect): GoalEvent[] =>
      effect.status === 'authorised' && effect.approval !== null && of(effect)
        ? [{ type: 'ApprovalVoid', data: { approval: effect.approval, effect: effect.id, code, fact: null } }]
        : [],
    ),
  ]
}
