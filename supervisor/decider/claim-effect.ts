import type { Difference } from '../../contracts/events/effect-events.ts'
import type { GoalEvent } from '../../contracts/events.ts'
import type { ClaimEffect, ProposedCall } from './effect-commands.ts'
import type { Decision } from './decision.ts'
import { deferEffect } from './defer-effect.ts'
import { answer, escalate, warnings } from './escalate.ts'
import { requestApproval } from './request-approval.ts'
import { asks, type Asks } from './rules/asks.ts'
import { changedSince } from './rules/changed-since.ts'
import { mayRepeat } from './rules/settles.ts'
import { toolsRun } from './rules/tools-run.ts'
import { lookFirst, startEffect } from './start-effect.ts'
import type { Approval, Effect, Goal } from './state.ts'
import type { Judgement, LedgerAnswer, Terms } from './terms.ts'

/** What it takes to ask people again for an effect that they were asked for before. */
export type Asking = Pick<
  ClaimEffect,
  'at' | 'effect' | 'approval' | 'definition' | 'policies' | 'facts' | 'message' | 'why' | 'ledger'
>

const callOf = (effect: Effect, facts: string | null): ProposedCall => ({
  effect: effect.id,
  base: `${effect.tool} ${effect.key}`,
  ordinal: effect.ordinal,
  task: effect.task,
  attempt: effect.attempt,
  agent: effect.agent,
  tool: effect.tool,
  args: effect.args,
  key: effect.key,
  facts,
})

export const voided = (
  command: Asking,
  approval: Approval,
  terms: Terms,
  code: string,
  more: GoalEvent[] = [],
): Decision => ({
  events: [
    {
      type: 'ApprovalVoid',
      data: { approval: approval.id, effect: command.effect, code, fact: command.message },
    },
    ...more,
    escalate({ code, effect: command.effect, owner: terms.owner, why: command.why }),
  ],
  answer: { kind: 'drop', code },
})

const overBudget = (
  command: Asking,
  approval: Approval,
  terms: Terms,
  { key, kind, asked, left }: Extract<LedgerAnswer, { ok: false }>,
): Decision =>
  voided(command, approval, terms, 'OVER_BUDGET', [
    { type: 'BudgetExhausted', data: { key, kind, asked, left } },
  ])

/** Settling: the look-up did not find it. Repeat under the same key, or nobody does and a person finds out. */
const settle = (command: ClaimEffect, effect: Effect, goal: Goal, terms: Terms): Decision => {
  if (command.settles !== effect.claim) return answer({ kind: 'drop', code: 'OLD_ATTEMPT' })
  if (command.judgement === null && command.repeatable && command.lookup !== 'unreadable')
    return answer({ kind: 'reread' })
  const { judgement } = command
  if (judgement === null || goal.status === 'cancelling' || !mayRepeat(effect, command))
    return {
      events: [
        { type: 'EffectUnknown', data: { effect: effect.id, claim: effect.claim, code: 'NOT_PROVEN' } },
        escalate({ code: 'NOT_PROVEN', effect: effect.id, owner: terms.owner, why: command.why }),
      ],
      answer: { kind: 'drop', code: 'NOT_PROVEN' },
    }
  const claim = effect.claim + 1
  // The reservation of the first claim stands until the effect is settled, so nothing is reserved again.
  return {
    events: [
      startEffect({
        ...command,
        call: callOf(effect, command.facts),
        judgement: { ...judgement, amount: effect.amount },
        claim,
        approvalUsed: effect.approval,
        repeats: effect.claim,
        held: null,
      }),
    ],
    answer: { kind: 'run', effect: effect.id, claim },
  }
}

/** Allowed, but not what was approved: people are asked again, and the goal's own cap is held for the new amount. */
export const askAgain = (
  command: Asking,
  approval: Approval,
  effect: Effect,
  terms: Terms,
  judgement: Judgement,
  now: Asks,
  difference: Difference[],
): Decision => {
  const ask = { ...now, why: [...new Set(difference.map(({ what }) => `changed:${what}`))] }
  if (judgement.amount !== null && command.ledger === null) {
    const { amount } = judgement
    const { hold } = approval
    return {
      events: [],
      answer: { kind: 'none' },
      reserve: { amount, scope: 'goal', holder: command.approval, release: hold, key: false },
    }
  }
  if (command.ledger !== null && !command.ledger.ok)
    return overBudget(command, approval, terms, command.ledger)
  return {
    events: [
      requestApproval({ ...command, call: callOf(effect, command.facts) }, judgement, ask, command.ledger, {
        replaces: approval.id,
        difference,
      }),
      {
        type: 'ApprovalVoid',
        data: { approval: approval.id, effect: effect.id, code: 'ALLOWED_ANEW', fact: null },
      },
      ...warnings(command.ledger?.warned ?? []),
    ],
    answer: { kind: 'drop', code: 'ALLOWED_ANEW' },
  }
}

/** An approved effect is judged again on fresh facts, under both policies, at the moment it runs. */
export const claimEffect = (command: ClaimEffect, goal: Goal, terms: Terms): Decision => {
  const effect = goal.effects[command.effect]
  if (!effect) return answer({ kind: 'drop', code: 'UNKNOWN_EFFECT' })
  if (effect.status === 'settling') return settle(command, effect, goal, terms)
  const approval = effect.approval === null ? undefined : goal.approvals[effect.approval]
  // A deferred one is ordered again by its day; until then an order that was lost on the way begins nothing.
  if (effect.status !== 'authorised' || effect.deferredUntil !== null || !approval)
    return answer({ kind: 'drop', code: 'OLD_ATTEMPT' })
  if (command.halted) return voided(command, approval, terms, 'HALTED')
  if (!command.listed) return voided(command, approval, terms, 'TOOL_NOT_ALLOWED')
  if (!command.definitionAccepted) return voided(command, approval, terms, 'DEFINITION_CHANGED')
  const { judgement, prior } = command
  if (judgement === null) return answer({ kind: 'reread' })
  if (prior.held) return answer({ kind: 'later', code: 'KEY_HELD' })
  if (prior.settledAfterFacts) return answer({ kind: 'reread' })
  if (judgement.code === 'FACTS_UNREADABLE') return answer({ kind: 'later', code: 'FACTS_UNREADABLE' })
  if (!judgement.allow)
    return voided(command, approval, terms, judgement.code === '' ? 'NOT_ALLOWED' : judgement.code)
  const now = asks(
    judgement,
    { count: 0, held: false, settledAfterFacts: false },
    goal.person,
    toolsRun(goal, judgement.approve.twoAfter),
  )
  const difference = changedSince(command, goal, approval, judgement, now)
  if (difference.length > 0) return askAgain(command, approval, effect, terms, judgement, now, difference)
  const claim = effect.claim + 1
  if (command.ledger === null)
    return {
      events: [],
      answer: { kind: 'none' },
      reserve: {
        amount: judgement.amount,
        scope: 'all',
        holder: `${effect.id}.c${claim}`,
        // Of now, so that a cap of the goal that was tightened while people were asked counts.
        release: approval.hold,
        key: true,
      },
    }
  const { ledger } = command
  if (!ledger.ok) {
    const deferred = deferEffect(approval, judgement, ledger)
    return deferred === null
      ? overBudget(command, approval, terms, ledger)
      : { events: deferred, answer: { kind: 'drop', code: 'OVER_BUDGET' } }
  }
  return {
    events: [
      startEffect({
        ...command,
        call: callOf(effect, command.facts),
        judgement,
        claim,
        approvalUsed: approval.id,
        repeats: null,
        held: ledger,
      }),
      ...(command.forgotten ? [lookFirst(effect.id, claim)] : []),
      ...warnings(ledger.warned),
    ],
    answer: command.forgotten
      ? { kind: 'drop', code: 'RESTORED' }
      : { kind: 'run', effect: effect.id, claim },
  }
}
