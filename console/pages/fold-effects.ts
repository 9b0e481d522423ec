import type { GoalEvent, Recorded } from '../../contracts/events.ts'
import type { EffectShown, FactShown } from '../../contracts/http/goal-page.ts'
import type { Money } from '../../contracts/money.ts'
import type { Texts } from '../record/read-texts.ts'
import { factList } from './fact-list.ts'

type Call = {
  effect: string
  ordinal: number
  task: string
  agent: string
  tool: string
  args: string
  facts: string | null
  amount: Money | null
}

const orEarlier = (facts: FactShown[], earlier: FactShown[] | undefined): FactShown[] =>
  facts.length > 0 ? facts : (earlier ?? [])

/** The effects of a goal as people see them. Nothing is decided on this: the decider has its own state. */
export const foldEffects = (events: Recorded<GoalEvent>[], texts: Texts): EffectShown[] => {
  const effects = new Map<string, EffectShown>()
  const effectOf = new Map<string, string>()
  const judged = (call: Call, at: string, status: EffectShown['status']): EffectShown => {
    const earlier = effects.get(call.effect)
    const effect: EffectShown = {
      id: call.effect,
      ordinal: call.ordinal,
      task: call.task,
      agent: call.agent,
      tool: call.tool,
      args: texts(call.args),
      status,
      at: earlier?.at ?? at,
      ended: null,
      amount: call.amount,
      facts: orEarlier(factList(texts(call.facts)), earlier?.facts),
      rules: [],
      policies: earlier?.policies ?? [],
      mode: earlier?.mode ?? null,
      lowRisk: earlier?.lowRisk ?? false,
      approval: earlier?.approval ?? null,
      code: '',
      message: null,
      result: null,
      verified: false,
      how: '',
      person: null,
    }
    effects.set(call.effect, effect)
    return effect
  }
  const change = (id: string | undefined, changes: Partial<EffectShown>): void => {
    const effect = id === undefined ? undefined : effects.get(id)
    if (effect !== undefined) Object.assign(effect, changes)
  }
  for (const event of events) {
    const { at } = event.meta
    if (event.type === 'EffectRefused')
      Object.assign(judged(event.data, at, 'refused'), {
        code: event.data.code,
        message: texts(event.data.message),
        ended: at,
      })
    if (event.type === 'ApprovalRequested') {
      judged(event.data, at, 'waiting-approval').approval = event.data.approval
      effectOf.set(event.data.approval, event.data.effect)
    }
    if (event.type === 'ApprovalEdited')
      change(effectOf.get(event.data.approval), { args: texts(event.data.args), amount: event.data.amount })
    if (event.type === 'ApprovalGranted' && event.data.complete)
      change(effectOf.get(event.data.approval), { status: 'authorised' })
    if (event.type === 'ApprovalRejected')
      change(event.data.effect, {
        status: 'void',
        code: 'REJECTED',
        message: texts(event.data.note),
        ended: at,
      })
    if (event.type === 'ApprovalVoid')
      change(event.data.effect, {
        status: 'void',
        code: event.data.code,
        message: texts(event.data.fact),
        ended: at,
      })
    if (event.type === 'EffectStarted') {
      const { mode, lowRisk, approval, policies } = event.data
      Object.assign(judged(event.data, at, 'executing'), { mode, lowRisk, approval, policies })
    }
    if (event.type === 'EffectSettling')
      change(event.data.effect, { status: 'settling', code: event.data.code })
    if (event.type === 'EffectDone') {
      const { effect, verified, how, result } = event.data
      change(effect, { status: 'done', verified, how, result: texts(result), code: '', ended: at })
    }
    if (event.type === 'EffectFailed') {
      const { effect, code, message } = event.data
      change(effect, { status: 'failed', code, message: texts(message), ended: at })
    }
    if (event.type === 'EffectUnknown')
      change(event.data.effect, { status: 'unknown', code: event.data.code })
    if (event.type === 'EffectByPerson') {
      const { effect, person, reference, amount } = event.data
      change(effect, {
        status: 'done-by-person',
        person,
        amount,
        result: texts(reference),
        code: '',
        ended: at,
      })
    }
  }
  return [...effects.values()]
}
