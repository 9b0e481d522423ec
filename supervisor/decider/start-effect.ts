import type { GoalEvent } from '../../contracts/events.ts'
import type { ProposedCall } from './effect-commands.ts'
import type { Judgement, LedgerAnswer } from './terms.ts'

type Started = {
  call: ProposedCall
  claim: number
  gateway: string
  until: string
  judgement: Judgement
  approvalUsed: string | null
  state: string
  definition: string
  policies: string[]
  repeats: number | null
  /** what this claim holds; null where an earlier claim's reservation stands for it */
  held: Extract<LedgerAnswer, { ok: true }> | null
}

/** The claim: this gateway, and no other, executes, until the lease runs out. */
export const startEffect = (started: Started): GoalEvent => {
  const { base: _base, ...call } = started.call
  const { judgement } = started
  return {
    type: 'EffectStarted',
    data: {
      ...call,
      claim: started.claim,
      gateway: started.gateway,
      until: started.until,
      amount: judgement.amount,
      mode: judgement.mode,
      lowRisk: judgement.lowRisk,
      approval: started.approvalUsed,
      state: started.state,
      definition: started.definition,
      policies: started.policies,
      repeats: started.repeats,
      holder: started.held?.holder ?? '',
      reservations: started.held?.reservations ?? [],
    },
  }
}

/** Claimed to be looked up by our own reference before anybody does it. */
export const lookFirst = (effect: string, claim: number): GoalEvent => ({
  type: 'EffectSettling',
  data: { effect, claim, code: 'RESTORED' },
})
