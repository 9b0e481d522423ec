import type { GoalEvent } from '../../contracts/events.ts'
import type { TakeResult, TakeSettlement } from './effect-commands.ts'
import type { Decision } from './decision.ts'
import { endOf } from './end-delegate.ts'
import { escalate, nothing } from './escalate.ts'
import type { Goal } from './state.ts'
import { maxFailures, maxRefusals, type Terms } from './terms.ts'

const take = (events: GoalEvent[]): Decision => ({ events, answer: { kind: 'none' } })

/**
 * What the gateway says it did. A yes that the verify read contradicts is settled like an unclear answer; what a
 * gateway that was given up says of the claim that nobody has settled yet counts; all else that is late is recorded
 * and ignored. That a repeat failed does not prove that the call it repeated did: it is settled.
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
  if (status === 'failed' && open && effect.claim === claim && effect.repeats === null) {
    const failed: GoalEvent = {
      type: 'EffectFailed',
      data: { effect: id, claim, code: command.code, message: content },
    }
    const task = goal.tasks[effect.task]
    const stopped = task === undefined || task.status === 'over' || goal.status === 'cancelling'
    const third = !stopped && (task.refusals[effect.tool] ?? 0) + 1 >= maxRefusals
    if (goal.status === 'cancelling' || (effect.failures + 1 < maxFailures && !third)) return take([failed])
    const below =
      effect.failures + 1 < maxFailures
        ? endOf(goal, effect.task, { status: 'failed', code: 'TOO_MANY_FAILURES', content: null })
        : null
    if (below !== null) return take([failed, ...below])
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
  if (!current) return take([{ type: 'ResultLate', data: { effect: id, claim, gateway, status, content } }])
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
