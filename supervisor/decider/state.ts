import type { EndClass, Mode } from '../../contracts/events/goal-events.ts'
import type { Raised } from '../../contracts/events/raised.ts'
import type { Money } from '../../contracts/money.ts'
import type { Measured } from './measured.ts'
import type { Parent } from '../../contracts/events/parent.ts'
import type { Split } from './split.ts'
import type { Delegation } from './delegation.ts'

/** The state of one goal: whatever replaying its events gives, and nothing else. */

export type Spent = { tokens: number; cost: number }

export type Task = {
  id: string
  agent: string
  contract: string
  input: string
  handoff: string
  from: string | null
  attempt: number
  /**
   * assigned: ordered, not yet claimed. running: held by a worker under a lease. parked: waits, no lease.
   * woken: something it waited for is settled; ordered to resume. concluding: the agent concluded, the goal's
   * effects and check are still to come. over: nothing more comes of it.
   */
  status: 'assigned' | 'running' | 'parked' | 'woken' | 'concluding' | 'over'
  worker: string | null
  graph: string
  until: string | null
  waiting: string[]
  /** how often it was woken: names each resume order */
  wakes: number
  /** refused or failed calls, by tool */
  refusals: Record<string, number>
  failedChecks: number
  /** tool calls drawn for it: a task without one brought no new fact */
  calls: number
  /** tokens settled for it; its open slices are holders */
  tokens: number
  unclaimed: boolean
  /** what it ended with: kind and trail digest, for the agents that come after it */
  outcome: { kind: string; content: string } | null
  /** why its conclusion was not taken, as a trail digest */
  checkFailed: string | null
}

export type EffectStatus =
  | 'refused'
  | 'waiting-approval'
  | 'void'
  | 'authorised'
  | 'executing'
  | 'settling'
  | 'done'
  | 'failed'
  | 'unknown'

export type Effect = {
  id: string
  ordinal: number
  task: string
  attempt: number
  agent: string
  tool: string
  args: string
  key: string
  facts: string | null
  amount: Money | null
  status: EffectStatus
  code: string
  message: string | null
  /** why it is void, and whether for good: a rejection is */
  rejected: boolean
  approval: string | null
  claim: number
  /** the claim that this one repeats under the same key; nobody knows whether that one happened */
  repeats: number | null
  gateway: string | null
  until: string | null
  /** its first claim: since then the tool may know its key */
  startedAt: string | null
  /** SHA-256 of the facts at the claim */
  state: string
  failures: number
  result: string | null
  verified: boolean
  lowRisk: boolean
  edited: boolean
  orderedAt: string | null
  /** approved, and waiting for the day on which its cap has room again */
  deferredUntil: string | null
  /** days and order of completion decide what `goal.done` shows */
  doneAt: number | null
  byPerson: boolean
}

export type Approval = {
  id: string
  effect: string
  requestedAt: string
  status: 'open' | 'granted' | 'rejected' | 'void'
  role: string
  /** every role that was asked so far, the last one is `role` */
  roles: string[]
  votes: number
  voters: string[]
  /** for whom a voter stood in, and up to what each might decide then */
  votedAs: Record<string, { standsFor: string | null; limit: Money | null }>
  separate: boolean
  due: string
  remind: string | null
  reminded: boolean
  /** who is asked next where nobody decides in time; null: then it is void */
  next: { then: 'reroute' | 'tomorrow'; role: string; remind: string | null; due: string } | null
  /** how often its times were moved: names its timers */
  moves: number
  deferrals: number
  amount: Money | null
  args: string
  edited: boolean
  definition: string
  policy: string
  why: string[]
  /** holder of the goal's own cap while it waits; an edit takes a new one */
  hold: string | null
}

export type Holder =
  | { status: 'open'; task: string; attempt: number; tokens: number; cost: number }
  | { status: 'open'; effect: string }
  | { status: 'settled'; used: 'all' | 'none' | { tokens: number; cost: number } }

export type Check = {
  number: number
  task: string
  reads: string | null
  status: 'ordered' | 'over'
  at: string
}

export type Escalation = {
  code: string
  task: string | null
  effect: string | null
  role: string
  why: string
  at: string
  /** how often somebody was told again */
  reminded: number
}

export type GoalStatus = 'accepted' | 'split' | 'working' | 'with-person' | 'cancelling' | 'ended'

export type Goal = {
  id: string
  version: number
  at: string
  updated: string
  account: string
  source: string
  content: string
  text: string
  payload: string | null
  person: string | null
  /** everybody who asked for it: submitted, or resumed with a note; none of them may approve where it is separate */
  chain: string[]
  tour: boolean
  deadline: string | null
  traceparent: string
  span: string
  status: GoalStatus
  workflow: string
  policy: string
  routed: boolean
  class: EndClass | null
  endCode: string
  endedAt: string | null
  tasks: Record<string, Task>
  effects: Record<string, Effect>
  /** effect base (tool and key) -> the ordinal that a person raised */
  ordinals: Record<string, number>
  approvals: Record<string, Approval>
  holders: Record<string, Holder>
  checks: Check[]
  escalation: Escalation | null
  instructions: string[]
  /** by notice: '' = delivered, else why the last try failed */
  told: Record<string, { item: string; person: string; attempts: number; code: string; at: string }>
  handoffs: string[]
  /** handoffs since a person last resumed it: what that person said makes the same one a new matter */
  since: string[]
  delegations: Record<string, Delegation>
  split: Split | null
  /** who cancelled it: its parts are cancelled by the same person */
  cancelledBy: string | null
  parent: Parent | null
  /** tool calls; `out` = slices that a gateway still has, with when they can come back no more */
  calls: { drawn: number; returned: number; out: Record<string, { calls: number; until: string }> }
  /** attempts that were ordered, of all tasks */
  attempts: number
  /** what people raised of its own budget */
  raised: Raised[]
  /** its own counts that were warned of */
  warned: string[]
  spent: Spent
  done: string[]
  /** milliseconds of the goal's own time before `wallSince`; null = the clock stands still: a person is awaited */
  wall: { used: number; since: string | null }
  mode: Mode | null
  measured: Measured
}

export type State = Goal | null

/** Statuses of an effect that somebody still has to leave: while one stands, no goal ends. */
export const openEffect = (effect: Effect): boolean =>
  effect.status === 'waiting-approval' ||
  effect.status === 'authorised' ||
  effect.status === 'executing' ||
  effect.status === 'settling' ||
  effect.status === 'unknown'

export const openEffects = (goal: Goal): Effect[] => Object.values(goal.effects).filter(openEffect)
export const openApprovals = (goal: Goal): Approval[] =>
  Object.values(goal.approvals).filter((approval) => approval.status === 'open')
export const liveTasks = (goal: Goal): Task[] =>
  Object.values(goal.tasks).filter((task) => task.status !== 'over')
/** The status that people see: waiting is working with every live task parked. */
export const statusOf = (goal: Goal): string => {
  // Cancelled, and nobody knows whether something of it happened: a person must say.
  if (goal.status === 'cancelling' && goal.escalation !== null) return 'with-person'
  if (goal.status !== 'working' && goal.status !== 'accepted') return goal.status
  const live = liveTasks(goal)
  const parked = live.length > 0 && live.every((task) => task.status === 'parked')
  return parked ? 'waiting' : goal.status
}
