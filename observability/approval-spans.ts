import type { GoalEvent, Recorded } from '../contracts/events.ts'
import { codeOf, moneyValues } from './attribute-values.ts'
import { attributes as a, spanNames as n } from './attributes.ts'
import type { EffectSpans } from './effect-spans.ts'
import type { TaskSpans } from './task-spans.ts'
import type { Ending, Pen } from './trace-pen.ts'

type Event = Recorded<GoalEvent>
export type ApprovalEvent = Extract<
  Event,
  {
    type:
      | 'ApprovalRequested'
      | 'ApprovalReminded'
      | 'ApprovalRerouted'
      | 'ApprovalEdited'
      | 'ApprovalGranted'
      | 'ApprovalRejected'
      | 'ApprovalVoid'
  }
>
type Known = { effect: string; asked: string }

/** What people are asked, how long they take, and what they say. */
export const approvalSpans = (pen: Pen, tasks: TaskSpans, effects: EffectSpans) => {
  const approvals = new Map<string, Known>()
  /** the approval that an effect stands on now: an older one that is void wakes nobody */
  const current = new Map<string, string>()

  const point = (event: ApprovalEvent, name: string, ending: Ending): void => {
    const { approval } = event.data
    const known = approvals.get(approval)
    pen.point(event, {
      name,
      parent: known?.asked,
      ...ending,
      values: { [a.approval]: approval, [a.effect]: known?.effect, ...ending.values },
    })
  }
  const asked = (event: Extract<ApprovalEvent, { type: 'ApprovalRequested' }>): void => {
    const { data } = event
    effects.judged(event, data)
    const { parent, tool, values } = effects.about(data.effect)
    const all = {
      ...values,
      [a.approval]: data.approval,
      [a.role]: data.role,
      [a.votes]: data.votes,
      [a.due]: data.due,
      [a.rule]: data.why.map(codeOf).join(','),
    }
    const drawn = pen.point(event, {
      name: `${n.asked} ${tool}`,
      parent,
      values: { ...all, [a.decision]: 'asked' },
    })
    approvals.set(data.approval, { effect: data.effect, asked: drawn })
    current.set(data.effect, data.approval)
    pen.begin(event, `approval ${data.approval}`, { name: n.waitApproval, parent: drawn, values: all })
  }
  const granted = (event: Extract<ApprovalEvent, { type: 'ApprovalGranted' }>): void => {
    const { approval, person, own, complete } = event.data
    const values = { [a.person]: person, [a.own]: own, [a.decision]: 'approved' }
    if (!complete) return point(event, n.vote, { values })
    if (!pen.end(event, `approval ${approval}`, { status: 'ok', values })) point(event, n.vote, { values })
    const known = approvals.get(approval)
    if (known === undefined) return
    const { parent, values: call } = effects.about(known.effect)
    pen.begin(event, `pickup ${known.effect}`, {
      name: n.waitGateway,
      parent,
      values: { ...call, [a.approval]: approval },
    })
  }
  const voided = (event: Extract<ApprovalEvent, { type: 'ApprovalVoid' }>): void => {
    const { approval, effect } = event.data
    const ending = { code: codeOf(event.data.code), values: { [a.decision]: 'void' } }
    const isCurrent = current.get(effect) === approval
    const waited = pen.end(event, `approval ${approval}`, ending)
    const ready = isCurrent && pen.end(event, `pickup ${effect}`, ending)
    if (!waited && !ready) point(event, n.voided, ending)
    if (isCurrent) tasks.wake(event, effect)
  }
  return (event: ApprovalEvent): void => {
    switch (event.type) {
      case 'ApprovalRequested':
        return asked(event)
      case 'ApprovalGranted':
        return granted(event)
      case 'ApprovalVoid':
        return voided(event)
      case 'ApprovalRejected': {
        const values = { [a.person]: event.data.person, [a.decision]: 'rejected' }
        if (!pen.end(event, `approval ${event.data.approval}`, { values })) point(event, n.vote, { values })
        return tasks.wake(event, event.data.effect)
      }
      case 'ApprovalEdited': {
        const { person, amount, votes } = event.data
        return point(event, n.edited, {
          values: { [a.person]: person, [a.decision]: 'edited', [a.votes]: votes, ...moneyValues(amount) },
        })
      }
      case 'ApprovalRerouted': {
        const { role, due } = event.data
        return point(event, n.rerouted, { values: { [a.role]: role, [a.due]: due } })
      }
      case 'ApprovalReminded':
        return point(event, n.reminded, { values: { [a.role]: event.data.role } })
      default:
        return event satisfies never
    }
  }
}
