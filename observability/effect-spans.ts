import type { GoalEvent, Recorded } from '../contracts/events.ts'
import { codeOf, moneyValues, type Values } from './attribute-values.ts'
import { attributes as a, spanNames as n, standardAttributes as s } from './attributes.ts'
import type { TaskSpans } from './task-spans.ts'
import type { Ending, Pen } from './trace-pen.ts'

type Event = Recorded<GoalEvent>
export type EffectEvent = Extract<
  Event,
  {
    type:
      | 'EffectRefused'
      | 'EffectAllowedAgain'
      | 'EffectStarted'
      | 'EffectSettling'
      | 'EffectDone'
      | 'EffectFailed'
      | 'EffectUnknown'
      | 'EffectByPerson'
      | 'ResultLate'
  }
>
type Call = Extract<Event, { type: 'EffectRefused' | 'ApprovalRequested' | 'EffectStarted' }>['data']
type Known = { task: string; agent: string; tool: string; values: Values }

export type EffectSpans = {
  take: (event: EffectEvent) => void
  /** keeps what a judged call says, for the events that name its effect alone */
  judged: (event: Event, call: Call) => void
  about: (effect: string) => { parent: string | null; tool: string; values: Values }
}

/** By which field of the workflow a call ran. */
const ruleOf = (data: Extract<EffectEvent, { type: 'EffectStarted' }>['data']): string =>
  data.approval !== null ? 'approve' : data.lowRisk ? 'low_risk' : 'allow'

/** Calls of write tools: refused, run, settled, and what people say of them. */
export const effectSpans = (pen: Pen, tasks: TaskSpans): EffectSpans => {
  const effects = new Map<string, Known>()
  const judged = (event: Event, call: Call): void => {
    const { effect, task, attempt, agent, tool, ordinal, amount } = call
    const values = {
      [a.effect]: effect,
      [a.ordinal]: ordinal,
      [a.task]: task,
      [a.attempt]: attempt,
      [a.agent]: agent,
      [a.tool]: tool,
      ...moneyValues(amount),
    }
    effects.set(effect, { task, agent, tool, values })
    // What was approved and is judged anew no longer waits to be run.
    pen.end(event, `pickup ${effect}`, { values: { [a.outcome]: 'judged again' } })
  }
  const about: EffectSpans['about'] = (effect) => {
    const known = effects.get(effect)
    const parent = tasks.anchor(known?.task ?? null)
    return { parent, tool: known?.tool ?? '', values: known?.values ?? { [a.effect]: effect } }
  }
  const point = (event: EffectEvent, effect: string, name: string, more: Ending): void => {
    const { parent, tool, values } = about(effect)
    pen.point(event, {
      name: `${name} ${tool}`.trim(),
      parent,
      ...more,
      values: { ...values, ...more.values },
    })
  }
  const started = (event: Extract<EffectEvent, { type: 'EffectStarted' }>): void => {
    const { data } = event
    pen.end(event, `pickup ${data.effect}`, { status: 'ok', values: { [a.gateway]: data.gateway } })
    judged(event, data)
    const { parent, tool, values } = about(data.effect)
    pen.end(event, `settling ${data.effect}`, { values: { [a.outcome]: 'repeated' } })
    pen.begin(event, `effect ${data.effect}`, {
      name: `${n.effect} ${tool}`,
      parent,
      kind: 'client',
      values: {
        ...values,
        [a.claim]: data.claim,
        [a.gateway]: data.gateway,
        [a.mode]: data.mode,
        [a.approval]: data.approval,
        [a.decision]: 'allowed',
        [a.rule]: ruleOf(data),
        [a.policy]: data.policies.join(','),
        [s.operation]: 'execute_tool',
        [s.toolName]: tool,
        [s.toolCall]: data.effect,
        [s.conversation]: event.meta.goal,
      },
    })
  }
  /** Ends whatever is under way; what comes when nothing is, after an unknown, is told by itself. */
  const settled = (event: EffectEvent, effect: string, name: string, ending: Ending): void => {
    const ran = pen.end(event, `effect ${effect}`, ending)
    const settling = pen.end(event, `settling ${effect}`, ending)
    if (!ran && !settling) point(event, effect, name, ending)
    tasks.wake(event, effect)
  }
  const take = (event: EffectEvent): void => {
    switch (event.type) {
      case 'EffectRefused': {
        const { data } = event
        const code = codeOf(data.code)
        judged(event, data)
        return point(event, data.effect, n.refused, {
          code,
          values: { [a.decision]: 'refused', [a.rule]: code },
        })
      }
      case 'EffectStarted':
        return started(event)
      case 'EffectSettling': {
        const { effect, claim } = event.data
        const code = codeOf(event.data.code)
        pen.end(event, `effect ${effect}`, { status: 'error', code, values: { [a.outcome]: 'unclear' } })
        const { parent, tool, values } = about(effect)
        const name = `${n.settling} ${tool}`.trim()
        pen.begin(event, `settling ${effect}`, { name, parent, values: { ...values, [a.claim]: claim } })
        return
      }
      case 'EffectDone': {
        const { effect, claim, verified, how, late } = event.data
        const values = {
          [a.outcome]: 'done',
          [a.claim]: claim,
          [a.verified]: verified,
          [a.how]: how,
          [a.late]: late,
        }
        return settled(event, effect, n.effectDone, { status: 'ok', values })
      }
      case 'EffectFailed': {
        const code = codeOf(event.data.code)
        const values = { [a.outcome]: 'failed', [a.claim]: event.data.claim }
        return settled(event, event.data.effect, n.effectFailed, { status: 'error', code, values })
      }
      case 'EffectUnknown': {
        const code = codeOf(event.data.code)
        const values = { [a.outcome]: 'unknown', [a.claim]: event.data.claim }
        return settled(event, event.data.effect, n.effectUnknown, { status: 'error', code, values })
      }
      case 'EffectByPerson': {
        const { effect, person, amount } = event.data
        const values = { [a.person]: person, [a.decision]: 'by person', ...moneyValues(amount) }
        point(event, effect, n.byPerson, { values })
        return tasks.wake(event, effect)
      }
      case 'EffectAllowedAgain': {
        const { effect, person, ordinal } = event.data
        const values = { [a.person]: person, [a.decision]: 'allowed again', [a.ordinal]: ordinal }
        return point(event, effect, n.allowedAgain, { values })
      }
      case 'ResultLate': {
        const { effect, claim, gateway, status } = event.data
        const values = {
          [a.claim]: claim,
          [a.gateway]: gateway,
          [a.outcome]: codeOf(status),
          [a.late]: true,
        }
        return point(event, effect, n.lateResult, { values })
      }
      default:
        return event satisfies never
    }
  }
  return { take, judged, about }
}
