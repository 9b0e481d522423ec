import {
  approvalOf,
  closeHolder,
  countRefusal,
  effectOf,
  holdsOf,
  judged,
  openHold,
  wake,
  withApproval,
  withEffect,
  type EffectEvent,
} from './effect-changes.ts'
import { newApproval } from './new-approval.ts'
import type { Effect, Goal } from './state.ts'

export const evolveEffect = (goal: Goal, event: EffectEvent): Goal => {
  const { at, version } = event.meta
  switch (event.type) {
    case 'EffectRefused': {
      const { data } = event
      const refused = withEffect(goal, { ...judged(goal, data, at), code: data.code, message: data.message })
      return countRefusal(refused, data.task, data.tool)
    }
    case 'ApprovalRequested': {
      const { data } = event
      const approval = newApproval(data, at)
      const asked = withApproval(
        withEffect(goal, { ...judged(goal, data, at), status: 'waiting-approval', approval: data.approval }),
        approval,
      )
      return approval.hold === null ? asked : openHold(asked, approval.hold, data.effect)
    }
    case 'ApprovalReminded': {
      const approval = approvalOf(goal, event.data.approval)
      return withApproval(goal, { ...approval, reminded: true })
    }
    case 'ApprovalRerouted': {
      const { approval: id, role, remind, due } = event.data
      const approval = approvalOf(goal, id)
      const { roles, moves } = approval
      const asked = { ...approval, role, remind, due, roles: [...roles, role], moves: moves + 1 }
      return withApproval(goal, { ...asked, reminded: false, next: null })
    }
    case 'ApprovalEdited': {
      const { approval: id, args, amount, votes, separate, holder } = event.data
      const approval = approvalOf(goal, id)
      const released =
        approval.hold === null ? goal : closeHolder(goal, (one) => one === approval.hold, 'none')
      const hold = holder === '' ? null : holder
      const edited = withApproval(
        withEffect(released, { ...effectOf(released, approval.effect), args, amount, edited: true }),
        { ...approval, args, amount, hold, votes, separate, edited: true, voters: [], votedAs: {} },
      )
      return hold === null ? edited : openHold(edited, hold, approval.effect)
    }
    case 'ApprovalGranted': {
      const { approval: id, person, complete, standsFor, limit } = event.data
      const approval = approvalOf(goal, id)
      const votedAs = { ...approval.votedAs, [person]: { standsFor, limit } }
      const voted = { ...approval, votedAs, voters: [...approval.voters, person] }
      if (!complete) return withApproval(goal, voted)
      return withEffect(withApproval(goal, { ...voted, status: 'granted' }), {
        ...effectOf(goal, approval.effect),
        status: 'authorised',
        orderedAt: at,
      })
    }
    case 'ApprovalRejected': {
      const { approval: id, effect, note } = event.data
      const rejected = withEffect(withApproval(goal, { ...approvalOf(goal, id), status: 'rejected' }), {
        ...effectOf(goal, effect),
        status: 'void',
        code: 'REJECTED',
        rejected: true,
        message: note,
      })
      return wake(closeHolder(rejected, holdsOf(goal, effect), 'none'), effect)
    }
    case 'ApprovalVoid': {
      const { approval: id, effect, code, fact } = event.data
      const before = effectOf(goal, effect)
      const { hold } = approvalOf(goal, id)
      const voided = withApproval(goal, { ...approvalOf(goal, id), status: 'void' })
      // A replaced approval is void while its effect goes on under the next one.
      if (before.approval !== id) return closeHolder(voided, (holder) => holder === hold, 'none')
      const done = withEffect(voided, { ...before, status: 'void', code, message: fact })
      return wake(closeHolder(done, holdsOf(goal, effect), 'none'), effect)
    }
    case 'EffectDeferred': {
      const { effect, approval: id, until, due } = event.data
      const approval = approvalOf(goal, id)
      const { moves, deferrals } = approval
      const waiting = withApproval(goal, { ...approval, due, moves: moves + 1, deferrals: deferrals + 1 })
      return withEffect(waiting, { ...effectOf(goal, effect), deferredUntil: until })
    }
    case 'EffectOrdered':
      return withEffect(goal, { ...effectOf(goal, event.data.effect), deferredUntil: null, orderedAt: at })
    case 'EffectAllowedAgain': {
      const { effect, ordinal } = event.data
      const before = effectOf(goal, effect)
      return { ...goal, ordinals: { ...goal.ordinals, [`${before.tool} ${before.key}`]: ordinal } }
    }
    case 'EffectStarted': {
      const { data } = event
      const call = judged(goal, data, at)
      const effect: Effect = {
        ...call,
        status: 'executing',
        claim: data.claim,
        gateway: data.gateway,
        until: data.until,
        // The tool has known the key since the first of its claims: later ones make it no younger.
        startedAt: call.startedAt ?? at,
        state: data.state,
        lowRisk: data.lowRisk,
        approval: data.approval,
        repeats: data.repeats,
      }
      const started = withEffect(goal, effect)
      if (data.holder === '') return started
      // What was held while people were asked is held by the claim from now on.
      return openHold(closeHolder(started, holdsOf(goal, data.effect), 'none'), data.holder, data.effect)
    }
    case 'EffectSettling':
      return withEffect(goal, {
        ...effectOf(goal, event.data.effect),
        status: 'settling',
        code: event.data.code,
        until: null,
        orderedAt: at,
      })
    case 'EffectDone': {
      const { effect, claim, result, verified } = event.data
      const done = withEffect(goal, {
        ...effectOf(goal, effect),
        status: 'done',
        claim,
        result,
        verified,
        until: null,
        doneAt: version,
        code: '',
      })
      return wake(
        { ...closeHolder(done, holdsOf(goal, effect), 'all'), done: [...goal.done, effect] },
        effect,
      )
    }
    case 'EffectFailed': {
      const { effect, code, message } = event.data
      const before = effectOf(goal, effect)
      const failed = withEffect(goal, {
        ...before,
        status: 'failed',
        code,
        message,
        until: null,
        failures: before.failures + 1,
        // An approval is used up by the attempt that it allowed: single use.
        approval: null,
      })
      return wake(
        countRefusal(closeHolder(failed, holdsOf(goal, effect), 'none'), before.task, before.tool),
        effect,
      )
    }
    case 'EffectUnknown': {
      const { effect, code } = event.data
      return wake(
        withEffect(goal, { ...effectOf(goal, effect), status: 'unknown', code, until: null }),
        effect,
      )
    }
    case 'EffectByPerson': {
      const { effect, reference, amount, holder } = event.data
      const before = effectOf(goal, effect)
      const done = withEffect(goal, {
        ...before,
        status: 'done',
        byPerson: true,
        result: reference,
        amount: amount ?? before.amount,
        until: null,
        doneAt: version,
      })
      const counted = goal.done.includes(effect) ? goal.done : [...goal.done, effect]
      // What the person says it moved counts, whatever was held for it.
      const closed = closeHolder(done, holdsOf(goal, effect), 'none')
      const held = holder === '' ? closed : openHold(closed, holder, effect)
      return wake({ ...closeHolder(held, (id) => id === holder, 'all'), done: counted }, effect)
    }
    default:
      return event satisfies never
  }
}
