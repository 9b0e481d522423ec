import type { GoalEvent, Recorded } from '../../contracts/events.ts'
import type { StepShown } from '../../contracts/http/goal-page.ts'
import type { Texts } from '../record/read-texts.ts'
import { shownRaise } from './shown-raise.ts'

type Told = Pick<StepShown, 'what'> & Partial<StepShown>

const tell = (event: Recorded<GoalEvent>, texts: Texts): Told | null => {
  const { data, type } = event
  switch (type) {
    case 'GoalAccepted':
      return {
        what: 'accepted',
        who: data.person ?? data.account,
        name: data.source,
        content: texts(data.text),
      }
    case 'GoalRouted':
      return { what: 'routed', who: data.by, name: data.workflow, to: data.contract }
    case 'TaskAssigned':
      return { what: 'assigned', name: data.agent, to: data.contract, content: texts(data.input) }
    case 'HandedOff':
      return { what: 'handed-off', to: data.to, name: data.contract, content: texts(data.note) }
    case 'GoalSplit':
      return { what: 'split', to: data.children.map((child) => child.goal).join(', ') }
    case 'ChildEnded':
      return { what: 'child-ended', name: data.goal, to: data.class, code: data.code }
    case 'Delegated':
      return {
        what: 'delegated',
        to: data.children.map((child) => child.contract).join(', '),
        name: data.due,
      }
    case 'DelegateEnded':
      return { what: 'delegate-ended', name: data.status, code: data.code, content: texts(data.content) }
    case 'AttemptFailed':
      return {
        what: 'attempt-failed',
        name: String(data.attempt),
        code: data.code,
        to: String(data.next ?? ''),
      }
    case 'TaskUnclaimed':
      return { what: 'unclaimed', name: data.agent }
    case 'OutcomeReceived':
      return data.late ? null : { what: 'outcome', name: data.kind, content: texts(data.content) }
    case 'CheckFailed':
      return { what: 'check-failed', code: data.code, content: texts(data.reason) }
    case 'BudgetWarned':
      return { what: 'budget-warned', name: data.key, to: data.kind, content: data.percent }
    case 'BudgetExhausted':
      return {
        what: 'budget-exhausted',
        name: data.key,
        to: data.kind,
        content: { asked: data.asked, left: data.left },
      }
    case 'ToppedUp':
      return {
        what: 'topped-up',
        who: data.person,
        name: data.kind,
        to: shownRaise(data),
        content: texts(data.note),
      }
    case 'Escalated':
      return { what: 'escalated', to: data.role, code: data.code, content: texts(data.why) }
    case 'Resumed':
      return { what: 'resumed', who: data.person, content: texts(data.note) }
    case 'Resolved':
      return { what: 'resolved', who: data.person, name: data.class, content: texts(data.note) }
    case 'CancelRequested':
      return { what: 'cancel-requested', who: data.person, content: texts(data.note) }
    case 'DeadlinePassed':
      return { what: 'deadline-passed', name: data.deadline }
    case 'CommandRefused':
      return { what: 'refused', who: data.person, name: data.kind, code: data.code }
    case 'Flagged':
      return { what: 'flagged', who: data.person, content: texts(data.note) }
    case 'Reviewed':
      return { what: 'reviewed', who: data.person, name: data.verdict, content: texts(data.note) }
    case 'EffectReversed':
      return { what: 'reversed', who: data.person, name: data.effect, content: texts(data.reference) }
    case 'EffectAllowedAgain':
      return {
        what: 'effect',
        who: data.person,
        name: data.effect,
        code: 'ALLOWED_AGAIN',
        content: texts(data.note),
      }
    case 'GoalEnded':
      return { what: 'ended', name: data.class, code: data.code }
    case 'EffectRefused':
    case 'EffectStarted':
      return { what: 'effect', who: data.agent, name: data.effect }
    case 'ApprovalRequested':
      return { what: 'approval', who: data.agent, name: data.approval }
    case 'ApprovalRerouted':
      return { what: 'rerouted', name: data.from, to: data.role, code: data.then, content: data.due }
    case 'EffectDeferred':
      return { what: 'deferred', name: data.effect, to: data.key, content: data.until }
    case 'TellingFailed':
      return { what: 'not-told', name: data.person, to: data.channel, code: data.code }
    case 'PersonTold':
      return { what: 'told', name: data.person, to: data.channel, code: data.stage }
    // Beats of the machine, and what the pages of effects and approvals tell.
    case 'TaskStarted':
    case 'TaskParked':
    case 'CheckOrdered':
    case 'BudgetDrawn':
    case 'BudgetSettled':
    case 'EscalationReminded':
    case 'ApprovalReminded':
    case 'EffectOrdered':
    case 'ApprovalEdited':
    case 'ApprovalGranted':
    case 'ApprovalRejected':
    case 'ApprovalVoid':
    case 'EffectSettling':
    case 'EffectDone':
    case 'EffectFailed':
    case 'EffectUnknown':
    case 'EffectByPerson':
    case 'ResultLate':
    case 'ReviewDrawn':
    case 'TimeSpent':
      return null
    default:
      event satisfies never
      return null
  }
}

/** What happened to the goal, in order, told once each: the story that people read. */
export const foldSteps = (events: Recorded<GoalEvent>[], texts: Texts): StepShown[] => {
  const handedOn = new Set(events.flatMap((event) => (event.type === 'HandedOff' ? [event.data.task] : [])))
  return events.flatMap((event) => {
    if (event.type === 'TaskAssigned' && handedOn.has(event.data.task)) return []
    const told = tell(event, texts)
    if (told === null) return []
    const who = told.who ?? event.meta.by.id
    return [{ at: event.meta.at, name: '', to: '', code: '', content: null, ...told, who }]
  })
}
