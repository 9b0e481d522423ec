import type { GoalEvent, Recorded } from '../contracts/events.ts'
import { approvalSpans } from './approval-spans.ts'
import { effectSpans } from './effect-spans.ts'
import type { Span } from './span.ts'
import { taskSpans } from './task-spans.ts'
import { traceSheet, type Sheet } from './trace-pen.ts'
import { wholeGoalSpans } from './whole-goal-spans.ts'

type Event = Recorded<GoalEvent>
type Drawing = { sheet: Sheet; draw: (event: Event) => void }

const drawing = (accepted: Extract<Event, { type: 'GoalAccepted' }>): Drawing => {
  const sheet = traceSheet(accepted)
  const { pen } = sheet
  const tasks = taskSpans(pen)
  const effects = effectSpans(pen, tasks)
  const approval = approvalSpans(pen, tasks, effects)
  const goal = wholeGoalSpans(pen, tasks)
  const draw = (event: Event): void => {
    switch (event.type) {
      case 'TaskAssigned':
      case 'TaskStarted':
      case 'TaskParked':
      case 'TaskUnclaimed':
      case 'AttemptFailed':
      case 'HandedOff':
      case 'Delegated':
      case 'DelegateEnded':
      case 'OutcomeReceived':
      case 'CheckOrdered':
      case 'CheckFailed':
      case 'BudgetDrawn':
      case 'BudgetSettled':
        return tasks.take(event)
      case 'ApprovalRequested':
      case 'ApprovalReminded':
      case 'ApprovalRerouted':
      case 'ApprovalEdited':
      case 'ApprovalGranted':
      case 'ApprovalRejected':
      case 'ApprovalVoid':
        return approval(event)
      case 'EffectRefused':
      case 'EffectAllowedAgain':
      case 'EffectStarted':
      case 'EffectSettling':
      case 'EffectDone':
      case 'EffectFailed':
      case 'EffectUnknown':
      case 'EffectByPerson':
      case 'ResultLate':
        return effects.take(event)
      // The wait for a gateway goes on, until its day.
      case 'EffectDeferred':
      case 'EffectOrdered':
      case 'PersonTold':
      case 'TellingFailed':
        return undefined
      case 'GoalAccepted':
      case 'GoalRouted':
      case 'BudgetWarned':
      case 'BudgetExhausted':
      case 'Escalated':
      case 'ToppedUp':
      case 'Resumed':
      case 'Resolved':
      case 'CancelRequested':
      case 'DeadlinePassed':
      case 'CommandRefused':
      case 'Flagged':
      case 'GoalEnded':
        return goal(event)
      // Said of the goal from outside of it: the record and the measures tell it.
      case 'ReviewDrawn':
      case 'Reviewed':
      case 'EffectReversed':
      case 'TimeSpent':
        return
      // A reminder changes nothing that a span could show.
      case 'EscalationReminded':
      case 'GoalSplit':
      case 'ChildEnded':
        return undefined
      default:
        return event satisfies never
    }
  }
  return { sheet, draw }
}

export type TraceFold = {
  /** the spans that end with this event; events come in the order of their versions, each once */
  take: (event: Event) => Span[]
  /** what is under way now, `end` null */
  open: () => Span[]
  version: () => number
  ended: () => boolean
}

/**
 * One goal's trace, event after event. Every parent is a span that took no time and was over with its own event, so
 * whatever prefix of a record has been exported is one tree: no span waits for a parent that is still open.
 */
export const traceFold = (): TraceFold => {
  let drawn: Drawing | null = null
  let version = 0
  let ended = false
  return {
    take: (event) => {
      version = event.meta.version
      if (event.type === 'GoalEnded') ended = true
      if (event.type === 'GoalAccepted') {
        // A goal is accepted once; a second root would be a second trace.
        if (drawn !== null) return []
        drawn = drawing(event)
      }
      drawn?.draw(event)
      return drawn?.sheet.take() ?? []
    },
    open: () => drawn?.sheet.open() ?? [],
    version: () => version,
    ended: () => ended,
  }
}
