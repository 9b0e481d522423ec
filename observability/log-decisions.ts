import type { GoalEvent, Recorded } from '../contracts/events.ts'
import { codeOf, moneyValues, type Values, cleanValues } from './attribute-values.ts'
import { attributes as a, logFields } from './attributes.ts'

type Event = Recorded<GoalEvent>
export type DecisionLog = {
  info: (fields: Record<string, unknown>, message: string) => void
  warn: (fields: Record<string, unknown>, message: string) => void
}
/** `warn` = something failed or a person has to come; `values` are ids, codes and amounts. */
type Line = { level: 'info' | 'warn'; text: string; values: Values }

const info = (text: string, values: Values): Line => ({ level: 'info', text, values })
const warn = (text: string, code: string, values: Values = {}): Line => ({
  level: 'warn',
  text,
  values: { ...values, [a.code]: codeOf(code) },
})

type Call = Extract<Event, { type: 'EffectRefused' | 'ApprovalRequested' | 'EffectStarted' }>['data']
const call = ({ task, agent, tool, effect, amount }: Call): Values => ({
  [a.task]: task,
  [a.agent]: agent,
  [a.tool]: tool,
  [a.effect]: effect,
  ...moneyValues(amount),
})

const lineOf = (event: Event): Line | null => {
  const { type, data } = event
  switch (type) {
    case 'GoalRouted':
      return info('routed', { [a.workflow]: data.workflow, [a.contract]: data.contract })
    case 'HandedOff':
      return info('handed off', {
        [a.handoffTo]: data.to,
        [a.handoffContract]: data.contract,
        [a.task]: data.task,
      })
    case 'GoalSplit':
      return info('split', { [a.handoffTo]: data.children.map((child) => child.goal).join(',') })
    case 'ChildEnded':
      return info('part ended', { [a.class]: data.class, [a.code]: codeOf(data.code) })
    case 'Delegated':
      return info('delegated', {
        [a.task]: data.task,
        [a.handoffContract]: data.children.map((child) => child.contract).join(','),
      })
    case 'DelegateEnded':
      return info('delegate ended', {
        [a.task]: data.task,
        [a.outcome]: data.status,
        [a.code]: codeOf(data.code),
      })
    case 'EffectRefused':
      return info('effect refused', { ...call(data), [a.decision]: 'refused', [a.rule]: codeOf(data.code) })
    case 'ApprovalRequested': {
      const rule = data.why.map(codeOf).join(',')
      return info('approval asked', {
        ...call(data),
        [a.decision]: 'asked',
        [a.rule]: rule,
        [a.approval]: data.approval,
        [a.role]: data.role,
      })
    }
    case 'ApprovalGranted':
      return info('approved', {
        [a.decision]: 'approved',
        [a.approval]: data.approval,
        [a.person]: data.person,
        [a.own]: data.own,
      })
    case 'ApprovalEdited':
      return info('approval edited', {
        [a.decision]: 'edited',
        [a.approval]: data.approval,
        [a.person]: data.person,
        ...moneyValues(data.amount),
      })
    case 'ApprovalRejected':
      return info('rejected', {
        [a.decision]: 'rejected',
        [a.approval]: data.approval,
        [a.person]: data.person,
        [a.effect]: data.effect,
      })
    case 'ApprovalVoid':
      return info('approval void', {
        [a.decision]: 'void',
        [a.approval]: data.approval,
        [a.effect]: data.effect,
        [a.code]: codeOf(data.code),
      })
    case 'EffectStarted':
      return info('effect allowed', { ...call(data), [a.decision]: 'allowed', [a.gateway]: data.gateway })
    case 'EffectAllowedAgain':
      return info('effect allowed again', { [a.effect]: data.effect, [a.person]: data.person })
    case 'ApprovalRerouted':
      return info('nobody decided in time', {
        [a.approval]: data.approval,
        [a.role]: data.role,
        [a.due]: data.due,
      })
    case 'EffectDeferred':
      return info('effect waits for the next day', { [a.effect]: data.effect, [a.due]: data.until })
    case 'TellingFailed':
      return warn('a person could not be told', data.code, { [a.person]: data.person })
    case 'EffectDone':
      return info('effect done', {
        [a.effect]: data.effect,
        [a.verified]: data.verified,
        [a.late]: data.late,
      })
    case 'EffectByPerson':
      return info('effect done by a person', { [a.effect]: data.effect, [a.person]: data.person })
    case 'EffectSettling':
      return warn('effect unclear', data.code, { [a.effect]: data.effect })
    case 'EffectFailed':
      return warn('effect failed', data.code, { [a.effect]: data.effect })
    case 'EffectUnknown':
      return warn('effect unknown', data.code, { [a.effect]: data.effect })
    case 'ResultLate':
      return warn('result too late', data.status, { [a.effect]: data.effect, [a.gateway]: data.gateway })
    case 'AttemptFailed':
      return warn('attempt failed', data.code, { [a.task]: data.task, [a.attempt]: data.attempt })
    case 'TaskUnclaimed':
      return warn('no worker came', 'TASK_UNCLAIMED', { [a.task]: data.task, [a.agent]: data.agent })
    case 'CheckFailed':
      return warn('check failed', data.code, { [a.task]: data.task, [a.check]: data.check })
    case 'BudgetExhausted':
      return warn('budget spent', data.kind, { [a.decision]: 'refused', [a.rule]: 'budgets' })
    case 'Escalated':
      return warn('to a person', data.code, {
        [a.role]: data.role,
        [a.task]: data.task,
        [a.effect]: data.effect,
      })
    case 'DeadlinePassed':
      return warn('deadline passed', 'DEADLINE')
    case 'CommandRefused':
      return info('command refused', {
        [a.decision]: 'refused',
        [a.rule]: codeOf(data.code),
        [a.command]: `${codeOf(data.kind)} ${data.command}`,
        [a.person]: data.person,
      })
    case 'Resumed':
      return info('resumed', { [a.decision]: 'resumed', [a.person]: data.person })
    case 'ToppedUp':
      return info('budget topped up', {
        [a.decision]: 'topped-up',
        [a.person]: data.person,
        [a.budgetKind]: codeOf(data.kind),
      })
    case 'CancelRequested':
      return info('cancel requested', { [a.decision]: 'cancelled', [a.person]: data.person })
    case 'Flagged':
      return info('flagged as wrong', { [a.person]: data.person })
    case 'Reviewed':
      return info(`reviewed: ${data.verdict}`, { [a.person]: data.person })
    case 'EffectReversed':
      return info('effect reversed', { [a.effect]: data.effect, [a.person]: data.person })
    case 'GoalEnded':
      return info('goal ended', { [a.class]: data.class, [a.code]: codeOf(data.code) })
    // The goal's course, without a decision or a fault in it; spans and the record tell it.
    case 'GoalAccepted':
    case 'TaskAssigned':
    case 'TaskStarted':
    case 'TaskParked':
    case 'OutcomeReceived':
    case 'CheckOrdered':
    case 'BudgetDrawn':
    case 'BudgetSettled':
    case 'BudgetWarned':
    case 'EscalationReminded':
    case 'ApprovalReminded':
    case 'EffectOrdered':
    case 'PersonTold':
    case 'Resolved':
    case 'ReviewDrawn':
    case 'TimeSpent':
      return null
    default:
      return event satisfies never
  }
}

/**
 * One line for each decision and each fault of a commit, with the ids that join it to the goal's trace. A repeat of a
 * commit says nothing again. `state` is the goal behind the commit, for its trace and workflow.
 */
export const logDecisions =
  (log: DecisionLog) =>
  (committed: {
    repeated: boolean
    events: readonly Event[]
    state: { traceparent: string; workflow: string } | null
  }): void => {
    if (committed.repeated || committed.state === null) return
    const [, trace, span] = committed.state.traceparent.split('-')
    for (const event of committed.events) {
      const line = lineOf(event)
      if (line === null) continue
      const place = {
        [logFields.trace]: trace,
        [logFields.span]: span,
        [logFields.event]: event.meta.id,
        [a.goal]: event.meta.goal,
        [a.workflow]: committed.state.workflow,
      }
      log[line.level](cleanValues({ ...place, ...line.values }), line.text)
    }
  }
