import type { GoalEvent } from '../../contracts/events.ts'
import type { Tick } from './commands.ts'
import type { Decision } from './decision.ts'
import { endDelegate } from './end-delegate.ts'
import { escalate, nothing } from './escalate.ts'
import { failAttempt } from './outcome.ts'
import { countWarning } from './rules/count-warning.ts'
import { abandonedAt } from './rules/abandoned.ts'
import { nextReminder } from './rules/remind.ts'
import type { Goal } from './state.ts'
import type { Terms } from './terms.ts'
import { voidOpen } from './void-open.ts'

const take = (events: GoalEvent[]): Decision => ({ events, answer: { kind: 'none' } })

/** After a clock jump or a restart a timer may fire early: times are compared with those in the record. */
const early = (at: string, due: string | null): boolean => due !== null && at < due

/** A time has come. Each case looks first whether what the timer was set for still stands. */
export const tick = (command: Tick, goal: Goal, terms: Terms): Decision => {
  const { timer } = command
  const person = (code: string, task: string | null = null, effect: string | null = null): GoalEvent =>
    escalate({ code, task, effect, owner: terms.owner, why: command.why })
  if (goal.status === 'ended') return nothing
  switch (timer.kind) {
    case 'lease': {
      const task = goal.tasks[timer.task]
      if (!task || task.status !== 'running' || task.attempt !== timer.attempt) return nothing
      if (early(command.at, task.until)) return nothing
      const spent = (code: string): GoalEvent =>
        person(code === 'OVER_BUDGET' ? code : 'ATTEMPTS_SPENT', task.id)
      return take(failAttempt(goal, task, 'LEASE_LOST', spent, null, terms))
    }
    case 'join': {
      const delegation = goal.delegations[timer.delegation]
      if (!delegation || delegation.status !== 'open' || early(command.at, delegation.due)) return nothing
      return take(
        delegation.children
          .filter((child) => child.status === 'open')
          .flatMap((child) =>
            endDelegate(goal, { delegation, child }, { status: 'timeout', code: 'TIMEOUT', content: null }),
          ),
      )
    }
    case 'unclaimed': {
      const task = goal.tasks[timer.task]
      if (!task || task.attempt !== timer.attempt || task.unclaimed) return nothing
      if (task.status !== 'assigned' && task.status !== 'woken') return nothing
      return take([
        { type: 'TaskUnclaimed', data: { task: task.id, attempt: task.attempt, agent: task.agent } },
      ])
    }
    case 'effect-lease': {
      const effect = goal.effects[timer.effect]
      if (!effect || effect.status !== 'executing' || effect.claim !== timer.claim) return nothing
      if (early(command.at, effect.until)) return nothing
      return take([
        { type: 'EffectSettling', data: { effect: effect.id, claim: effect.claim, code: 'LEASE_OVER' } },
      ])
    }
    case 'approval-remind': {
      const approval = goal.approvals[timer.approval]
      if (!approval || approval.status !== 'open' || approval.reminded) return nothing
      if (early(command.at, approval.remind)) return nothing
      return take([{ type: 'ApprovalReminded', data: { approval: approval.id, role: approval.role } }])
    }
    case 'approval-due': {
      const approval = goal.approvals[timer.approval]
      const effect = approval === undefined ? undefined : goal.effects[approval.effect]
      if (!approval || !effect || effect.approval !== approval.id) return nothing
      const waits =
        approval.status === 'open' || (approval.status === 'granted' && effect.status === 'authorised')
      if (!waits || early(command.at, approval.due)) return nothing
      const { next } = approval
      if (next !== null && approval.status === 'open')
        return take([
          { type: 'ApprovalRerouted', data: { approval: approval.id, from: approval.role, ...next } },
        ])
      return take([
        {
          type: 'ApprovalVoid',
          data: { approval: approval.id, effect: effect.id, code: 'EXPIRED', fact: null },
        },
        person('EXPIRED', null, effect.id),
      ])
    }
    case 'effect-again': {
      const effect = goal.effects[timer.effect]
      if (effect?.status !== 'authorised' || effect.deferredUntil === null) return nothing
      if (early(command.at, effect.deferredUntil)) return nothing
      return take([{ type: 'EffectOrdered', data: { effect: effect.id } }])
    }
    case 'remind': {
      const next = nextReminder(goal, terms)
      if (next === null || next.number !== timer.number || early(command.at, next.at)) return nothing
      return take([{ type: 'EscalationReminded', data: { role: next.role, number: next.number } }])
    }
    case 'abandon': {
      const due = abandonedAt(goal, terms)
      if (due === null || early(command.at, due)) return nothing
      return take([
        ...voidOpen(goal, 'ABANDONED'),
        { type: 'GoalEnded', data: { class: 'by-person', code: 'ABANDONED', task: null } },
      ])
    }
    case 'wall': {
      const { since, used } = goal.wall
      const cap = terms.limits.wallSeconds
      if (since === null || cap === null || goal.status === 'cancelling') return nothing
      const elapsed = used + Date.parse(command.at) - Date.parse(since)
      if (elapsed < cap * 1000) return take(countWarning(goal, 'wall_time', elapsed, cap * 1000))
      return take([
        {
          type: 'BudgetExhausted',
          data: {
            key: `goal:${goal.id}`,
            kind: 'wall_time',
            asked: '0',
            left: '0',
          },
        },
        person('WALL_TIME'),
      ])
    }
    case 'deadline':
      if (goal.deadline === null || ['with-person', 'split', 'cancelling'].includes(goal.status))
        return nothing
      if (early(command.at, goal.deadline)) return nothing
      return take([{ type: 'DeadlinePassed', data: { deadline: goal.deadline } }, person('DEADLINE')])
    default:
      return timer satisfies never
  }
}
