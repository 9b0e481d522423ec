import { apiAccount } from '../contracts/goal-id.ts'
import type { GoalEvent, Recorded } from '../contracts/events.ts'
import { budgetOf, codeOf } from './attribute-values.ts'
import { attributes as a, spanNames as n, standardAttributes as s } from './attributes.ts'
import { isWork, type TaskSpans } from './task-spans.ts'
import type { Pen } from './trace-pen.ts'

type Event = Recorded<GoalEvent>
export type WholeGoalEvent = Extract<
  Event,
  {
    type:
      | 'GoalAccepted'
      | 'GoalRouted'
      | 'BudgetWarned'
      | 'ToppedUp'
      | 'BudgetExhausted'
      | 'Escalated'
      | 'Resumed'
      | 'Resolved'
      | 'CancelRequested'
      | 'DeadlinePassed'
      | 'CommandRefused'
      | 'Flagged'
      | 'GoalEnded'
  }
>
type GoalOf<T extends WholeGoalEvent['type']> = Extract<WholeGoalEvent, { type: T }>

const over = { values: { [a.outcome]: 'taken over' } }

/** The goal as a whole: accepted, routed, stopped, with a person, ended. */
export const wholeGoalSpans = (pen: Pen, tasks: TaskSpans) => {
  const accepted = (event: GoalOf<'GoalAccepted'>): void => {
    const { account, source, person, tour, policy } = event.data
    const overNats = account !== apiAccount
    pen.point(event, {
      name: n.accepted,
      kind: 'consumer',
      status: 'ok',
      values: {
        [a.account]: account,
        [a.source]: source,
        [a.person]: person,
        [a.tour]: tour,
        [a.policy]: policy,
        [s.messagingSystem]: overNats ? 'nats' : null,
        [s.messagingOperation]: overNats ? 'process' : null,
        [s.messagingConversation]: event.meta.goal,
        [s.conversation]: event.meta.goal,
      },
    })
  }
  const escalated = (event: GoalOf<'Escalated'>): void => {
    const { task, effect, role } = event.data
    const code = codeOf(event.data.code)
    const values = { [a.role]: role, [a.task]: task, [a.effect]: effect, [a.code]: code }
    pen.endAll(event, isWork, over)
    const told = pen.point(event, {
      name: n.escalated,
      parent: tasks.anchor(task),
      code,
      values: { ...values, [a.decision]: 'to a person' },
    })
    pen.begin(event, 'person', { name: n.waitPerson, parent: told, values })
  }
  /** A person's answer ends the wait for it; where nobody was waiting it stands alone. */
  const answered = (event: WholeGoalEvent, name: string, person: string, decision: string): void => {
    const values = { [a.person]: person, [a.decision]: decision }
    if (!pen.end(event, 'person', { status: 'ok', values })) pen.point(event, { name, values })
  }
  const cancelled = (event: GoalOf<'CancelRequested'>): void => {
    const values = { [a.person]: event.data.person, [a.decision]: 'cancelled' }
    pen.endAll(event, (key) => isWork(key) || key === 'person', { values })
    const asked = pen.point(event, { name: n.cancel, values })
    pen.begin(event, 'cancelling', { name: n.waitSettled, parent: asked })
  }
  const ended = (event: GoalOf<'GoalEnded'>): void => {
    const code = codeOf(event.data.code)
    pen.endAll(event, (key) => key.startsWith('check '), code === 'CHECKED' ? { status: 'ok' } : over)
    pen.endAll(event, () => true, { values: { [a.outcome]: 'goal ended' } })
    pen.point(event, {
      name: n.ended,
      status: 'ok',
      code,
      values: { [a.class]: event.data.class, [a.task]: event.data.task, [a.decision]: 'ended' },
    })
  }
  return (event: WholeGoalEvent): void => {
    switch (event.type) {
      case 'GoalAccepted':
        return accepted(event)
      case 'GoalRouted': {
        const { workflow, policy, contract, by } = event.data
        pen.setWorkflow(workflow)
        const values = { [a.policy]: policy, [a.contract]: contract, [a.source]: by }
        pen.point(event, { name: n.routed, values: { ...values, [a.decision]: 'routed' } })
        return
      }
      case 'Escalated':
        return escalated(event)
      case 'ToppedUp': {
        const values = { [a.person]: event.data.person, [a.budgetKind]: codeOf(event.data.kind) }
        pen.point(event, { name: n.toppedUp, values })
        return
      }
      case 'Resumed':
        return answered(event, n.resumed, event.data.person, 'resumed')
      case 'Resolved':
        return answered(event, n.resolved, event.data.person, 'resolved')
      case 'CancelRequested':
        return cancelled(event)
      case 'GoalEnded':
        return ended(event)
      case 'BudgetWarned': {
        const { key, kind, percent } = event.data
        const values = { [a.budget]: budgetOf(key), [a.budgetKind]: codeOf(kind), [a.budgetPercent]: percent }
        pen.point(event, { name: n.budgetWarned, values })
        return
      }
      case 'BudgetExhausted': {
        const values = {
          [a.budget]: budgetOf(event.data.key),
          [a.budgetKind]: codeOf(event.data.kind),
          [a.decision]: 'refused',
          [a.rule]: 'budgets',
        }
        pen.point(event, { name: n.budgetExhausted, values })
        return
      }
      case 'DeadlinePassed':
        pen.point(event, { name: n.deadline, code: 'DEADLINE' })
        return
      case 'CommandRefused': {
        const { person, kind, command } = event.data
        const code = codeOf(event.data.code)
        const values = { [a.person]: person, [a.command]: `${codeOf(kind)} ${command}` }
        pen.point(event, {
          name: n.commandRefused,
          code,
          values: { ...values, [a.decision]: 'refused', [a.rule]: code },
        })
        return
      }
      case 'Flagged':
        pen.point(event, { name: n.flagged, values: { [a.person]: event.data.person } })
        return
      default:
        return event satisfies never
    }
  }
}
