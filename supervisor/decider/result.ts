import type { GoalEvent } from '../../contracts/events.ts'
import type { TakeResult, TakeSettlement } from './effect-commands.ts'
import type { Decision } from './decision.ts'
import { escalate, nothing } from './escalate.ts'
import type { Goal } from './state.ts'
import { maxFailures, type Terms } from './terms.ts'

const take = (events: GoalEvent[]): Decision => ({ events, answer: { kind: 'none' } })

/**
 * What the gateway says it did. A yes that the verify read contradicts is settled like an unclear answer; a late
 * yes of a dead gateway counts while nobody knows better; everything else that is late is recorded and ignored.
 */
export const takeResult = (command: TakeResult, goal: Goal, terms: Terms): Decision => {
  const { effect: id, claim, gateway, status, content } = command
  const effect = goal.effects[id]
  if (!effect) return nothing
  const current = effect.claim === claim && effect.status === 'executing'
  const open = effect.status === 'executing' || effect.status === 'settling' || effect.status === 'unknown'
  if (status === 'done' && open && command.verified !== false)
    return take([
      {
        type: 'EffectDone',
        data: {
          effect: id,
          claim,
          result: content,
          verified: command.verified === true,
          how: 'answer',
          late: !current,
        },
      },
    ])
  if (!current) return take([{ type: 'ResultLate', data: { effect: id, claim, gateway, status, content } }])
  if (status === 'failed') {
    const failed: GoalEvent = {
      type: 'EffectFailed',
      data: { effect: id, claim, code: command.code, message: content },
    }
    if (effect.failures + 1 < maxFailures) return take([failed])
    return take([
      failed,
      escalate({
        code: 'TOO_MANY_FAILURES',
        task: effect.task,
        effect: id,
        owner: terms.owner,
        why: command.why,
      }),
    ])
  }
  const code = status === 'done' ? 'VERIFY_FAILED' : command.code
  return take([{ type: 'EffectSettling', data: { effect: id, claim, code } }])
}

/** The look-up by our own reference found it: it is done, whatever facts, halt or cancel say. */
export const takeSettlement = (command: TakeSettlement, goal: Goal): Decision => {
  const { effect: id, claim, content } = command
  const effect = goal.effects[id]
  if (!effect || !command.found) return nothing
  const open = effect.status === 'executing' || effect.status === 'settling' || effect.status === 'unknown'
  if (!open) return nothing
  return take([
    {
      type: 'EffectDone',
      data: { effect: id, claim, result: content, verified: true, how: 'lookup', late: false },
    },
  ])
}
