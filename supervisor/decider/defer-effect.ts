import type { GoalEvent } from '../../contracts/events.ts'
import { approvalTimes } from './request-approval.ts'
import type { Approval } from './state.ts'
import { maxDeferrals, type Judgement, type LedgerAnswer } from './terms.ts'

/**
 * An approved call over a day's cap waits for the next day, where its tool says `then: tomorrow`: it stays approved, the
 * goal's own cap stays held, and everything is judged again then. After the third day a person is asked.
 */
export const deferEffect = (
  approval: Approval,
  { approve }: Judgement,
  over: Extract<LedgerAnswer, { ok: false }>,
): GoalEvent[] | null => {
  const { again: until, key, kind, asked, left } = over
  if (until === undefined || approve.then.kind !== 'tomorrow' || approval.deferrals >= maxDeferrals)
    return null
  const { due } = approvalTimes(until, approve)
  return [
    { type: 'BudgetExhausted', data: { key, kind, asked, left } },
    { type: 'EffectDeferred', data: { effect: approval.effect, approval: approval.id, key, until, due } },
  ]
}
