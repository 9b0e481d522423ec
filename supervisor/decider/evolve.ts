import type { GoalEvent, Recorded } from '../../contracts/events.ts'
import { RemitError } from '../../contracts/errors.ts'
import { closeWork } from './close-work.ts'
import { evolveDelegation } from './evolve-delegation.ts'
import { evolveSplit } from './split.ts'
import { evolveEffect } from './evolve-effect.ts'
import { evolveTask } from './evolve-task.ts'
import { keepMeasures, notMeasured } from './measured.ts'
import type { Goal, State } from './state.ts'
import { keepWall } from './wall-clock.ts'

type GoalOf<T extends GoalEvent['type']> = Extract<GoalEvent, { type: T }>['data']

export const initialState: State = null

const accepted = (data: GoalOf<'GoalAccepted'>, meta: Recorded<GoalEvent>['meta']): Goal => ({
  id: meta.goal,
  version: meta.version,
  at: meta.at,
  updated: meta.at,
  account: data.account,
  source: data.source,
  content: data.content,
  text: data.text,
  payload: data.payload,
  person: data.person,
  chain: [...new Set([...(data.parent?.chain ?? []), ...(data.person === null ? [] : [data.person])])],
  tour: data.tour,
  deadline: data.deadline,
  traceparent: meta.traceparent,
  span: data.span,
  status: 'accepted',
  workflow: data.workflow,
  policy: data.policy,
  routed: false,
  class: null,
  endCode: '',
  endedAt: null,
  tasks: {},
  effects: {},
  ordinals: {},
  approvals: {},
  holders: {},
  checks: [],
  escalation: null,
  instructions: [],
  told: {},
  handoffs: [],
  since: [],
  delegations: {},
  split: null,
  cancelledBy: null,
  parent: data.parent,
  calls: { drawn: 0, returned: 0, out: {} },
  attempts: 0,
  raised: [],
  warned: [],
  spent: { tokens: 0, cost: 0 },
  done: [],
  wall: { used: 0, since: meta.at },
  mode: null,
  measured: notMeasured,
})

const change = (state: State, event: Recorded<GoalEvent>): Goal => {
  const { meta } = event
  if (event.type === 'GoalAccepted') return accepted(event.data, meta)
  if (state === null)
    throw new RemitError('RECORD_BROKEN', { log: meta.goal, version: meta.version, first: event.type })
  const goal: Goal = { ...state, version: meta.version, updated: meta.at }
  switch (event.type) {
    case 'GoalRouted': {
      const { workflow, policy } = event.data
      return { ...goal, workflow, policy, routed: true, status: 'working' }
    }
    case 'TaskAssigned':
    case 'TaskStarted':
    case 'TaskParked':
    case 'TaskUnclaimed':
    case 'AttemptFailed':
    case 'HandedOff':
    case 'OutcomeReceived':
    case 'CheckOrdered':
    case 'CheckFailed':
    case 'BudgetDrawn':
    case 'BudgetSettled':
      return evolveTask(goal, event)
    case 'GoalSplit':
    case 'ChildEnded':
      return evolveSplit(goal, event)
    case 'Delegated':
    case 'DelegateEnded':
      return evolveDelegation(goal, event)
    case 'EffectRefused':
    case 'ApprovalRequested':
    case 'ApprovalReminded':
    case 'ApprovalRerouted':
    case 'ApprovalEdited':
    case 'ApprovalGranted':
    case 'ApprovalRejected':
    case 'ApprovalVoid':
    case 'EffectAllowedAgain':
    case 'EffectDeferred':
    case 'EffectOrdered':
    case 'EffectStarted':
    case 'EffectSettling':
    case 'EffectDone':
    case 'EffectFailed':
    case 'EffectUnknown':
    case 'EffectByPerson':
      return evolveEffect(goal, event)
    case 'Escalated': {
      const { code, task, effect, role, why } = event.data
      return {
        ...closeWork(goal),
        status: goal.status === 'cancelling' ? 'cancelling' : 'with-person',
        escalation: { code, task, effect, role, why, at: meta.at, reminded: 0 },
      }
    }
    case 'EscalationReminded':
      return goal.escalation === null
        ? goal
        : { ...goal, escalation: { ...goal.escalation, reminded: event.data.number } }
    case 'Resumed': {
      const { person, note } = event.data
      const chain = goal.chain.includes(person) ? goal.chain : [...goal.chain, person]
      return {
        ...goal,
        status: goal.routed ? 'working' : 'accepted',
        escalation: null,
        instructions: [...goal.instructions, note],
        since: [],
        chain,
      }
    }
    case 'ToppedUp': {
      const { person, note: _note, ...raised } = event.data
      const chain = goal.chain.includes(person) ? goal.chain : [...goal.chain, person]
      return { ...goal, raised: [...goal.raised, raised], chain }
    }
    case 'BudgetWarned': {
      const { key, kind } = event.data
      return key === `goal:${goal.id}` ? { ...goal, warned: [...goal.warned, kind] } : goal
    }
    case 'CancelRequested':
      return { ...closeWork(goal), status: 'cancelling', cancelledBy: event.data.person }
    case 'GoalEnded': {
      const { class: endClass, code } = event.data
      return {
        ...closeWork(goal),
        status: 'ended',
        class: endClass,
        endCode: code,
        endedAt: meta.at,
        escalation: null,
      }
    }
    case 'PersonTold':
    case 'TellingFailed': {
      const { notice, item, person } = event.data
      const failed = event.type === 'TellingFailed'
      const attempts = failed ? event.data.attempt : (goal.told[notice]?.attempts ?? 0)
      const entry = { item, person, attempts, code: failed ? event.data.code : '', at: meta.at }
      return { ...goal, told: { ...goal.told, [notice]: entry } }
    }
    // A deadline passes once: who resumes the goal after it has decided to go on without it.
    case 'DeadlinePassed':
      return { ...goal, deadline: null }
    case 'Resolved':
    case 'BudgetExhausted':
    case 'CommandRefused':
    case 'Flagged':
    case 'ResultLate':
    case 'ReviewDrawn':
    case 'Reviewed':
    case 'EffectReversed':
    case 'TimeSpent':
      return goal
    default:
      return event satisfies never
  }
}

/** The next state. Total over all events: an unknown type never gets here (the reader refuses it). */
export const evolve = (state: State, event: Recorded<GoalEvent>): Goal =>
  keepMeasures(keepWall(change(state, event), event.meta.at), event)

export const replay = (events: Recorded<GoalEvent>[], from: State = initialState): State => {
  let state = from
  for (const event of events) state = evolve(state, event)
  return state
}
