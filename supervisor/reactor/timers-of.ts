import type { Timer, TimerChange } from '../../store/port.ts'
import { checkable } from '../decider/check.ts'
import { abandonedAt } from '../decider/rules/abandoned.ts'
import { nextReminder } from '../decider/rules/remind.ts'
import { openChildren } from '../decider/split.ts'
import type { Goal } from '../decider/state.ts'
import { orderSeconds, unclaimedSeconds, type Terms } from '../decider/terms.ts'
import { noticesOf } from './notices-of.ts'
import { ordersOf } from './orders-of.ts'

const plus = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString()

/** Every timer that the state asks for. Ids carry what they are for, so that an old one never fires for a new matter. */
export const timersOf = (goal: Goal, terms: Terms): Map<string, Timer> => {
  const timers = new Map<string, Timer>()
  if (goal.status === 'ended') return timers
  const set = (name: string, kind: string, due: string, data: Record<string, unknown>): void => {
    timers.set(`${goal.id}/${name}`, { id: `${goal.id}/${name}`, log: goal.id, due, kind, data })
  }
  for (const task of Object.values(goal.tasks)) {
    const { id, attempt, until } = task
    if (task.status === 'running' && until !== null)
      set(`lease.${id}.${attempt}.${task.wakes}`, 'lease', until, { task: id, attempt })
    if ((task.status === 'assigned' || task.status === 'woken') && !task.unclaimed)
      set(
        `unclaimed.${id}.${attempt}.${task.wakes}`,
        'unclaimed',
        plus(goal.updated, unclaimedSeconds * 1000),
        { task: id, attempt },
      )
  }
  for (const effect of Object.values(goal.effects)) {
    const { id, claim, until } = effect
    if (effect.status === 'executing' && until !== null)
      set(`effect-lease.${id}.${claim}`, 'effect-lease', until, { effect: id, claim })
    if (effect.status === 'authorised' && effect.deferredUntil !== null)
      set(`effect-again.${id}.${effect.deferredUntil}`, 'effect-again', effect.deferredUntil, { effect: id })
  }
  for (const approval of Object.values(goal.approvals)) {
    const effect = goal.effects[approval.effect]
    const waits =
      approval.status === 'open' || (approval.status === 'granted' && effect?.status === 'authorised')
    if (!waits || effect?.approval !== approval.id) continue
    // Moved to another time it is another timer.
    const name = approval.moves === 0 ? approval.id : `${approval.id}.${approval.moves}`
    set(`approval-due.${name}`, 'approval-due', approval.due, { approval: approval.id })
    if (approval.status === 'open' && approval.remind !== null && !approval.reminded)
      set(`approval-remind.${name}`, 'approval-remind', approval.remind, { approval: approval.id })
  }
  if (terms.tells === true)
    for (const { round } of noticesOf(goal)) set(`tell.${round}`, 'tell', goal.updated, { round })
  // Orders are repeated until they are taken: the bus may have lost them.
  for (const order of ordersOf(goal))
    set(
      `order.${order.key}`,
      'order',
      plus(goal.updated, (order.kind === 'task' ? unclaimedSeconds : orderSeconds) * 1000),
      {
        key: order.key,
      },
    )
  // A concluded goal of which the check was never ordered: whoever should have done so may be gone.
  if (checkable(goal) !== null)
    set(`check.${goal.checks.length + 1}`, 'check', plus(goal.updated, orderSeconds * 1000), {})
  for (const { id, due, status } of Object.values(goal.delegations))
    if (status === 'open') set(`join.${id}`, 'join', due, { delegation: id })
  // Parts are made, and their ends taken up, by whoever comes first; this is for when nobody did.
  if (openChildren(goal).length > 0)
    set(`parts.${openChildren(goal).length}`, 'parts', plus(goal.updated, orderSeconds * 1000), {})
  const reminder = nextReminder(goal, terms)
  if (reminder !== null)
    set(`remind.${goal.escalation?.at ?? ''}.${reminder.number}`, 'remind', reminder.at, {
      number: reminder.number,
    })
  const abandoned = abandonedAt(goal, terms)
  if (abandoned !== null) set(`abandon.${abandoned}`, 'abandon', abandoned, {})
  const { wallSeconds } = terms.limits
  if (wallSeconds !== null && goal.wall.since !== null && goal.status !== 'cancelling')
    set(`wall.${goal.wall.since}`, 'wall', plus(goal.wall.since, wallDue(goal, wallSeconds)), {})
  if (goal.deadline !== null && !['with-person', 'split', 'cancelling'].includes(goal.status))
    set('deadline', 'deadline', goal.deadline, {})
  return timers
}

/** Milliseconds from `wall.since`: to 80 % of the goal's time while that was not warned of, then to its end. */
const wallDue = (goal: Goal, wallSeconds: number): number =>
  (goal.warned.includes('wall_time') ? wallSeconds * 1000 : wallSeconds * 800) - goal.wall.used

/** The cap may be another one now: routed to another workflow, topped up, or a policy that was tightened. */
const isMoved = (before: Timer | undefined, { kind, due }: Timer): boolean =>
  before !== undefined && kind === 'wall' && before.due !== due

/** What a commit changes: timers that are new are set, those that stand for nothing any more are cleared. */
export const timerChanges = (before: Map<string, Timer>, after: Map<string, Timer>): TimerChange[] => [
  ...[...after.values()]
    .filter((timer) => !before.has(timer.id) || isMoved(before.get(timer.id), timer))
    .map((timer) => ({ set: timer })),
  ...[...before.keys()].filter((id) => !after.has(id)).map((id) => ({ clear: id })),
]
