import type { Envelope } from '../../../contracts/envelope.ts'
import { draft, type GoalEvent } from '../../../contracts/events.ts'

const digest = (letter: string): string => letter.repeat(64)
export const at = (second: number): string => new Date(Date.UTC(2026, 10, 22, 9, 0, second)).toISOString()

/** Events as a store keeps them, one a second from 09:00 on; the chain of hashes is left to the store's own check. */
export const logOf = (goal: string, events: readonly GoalEvent[]): Envelope[] =>
  events.map((event, index) => ({
    ...draft(event),
    id: `${goal}@${index + 1}`,
    goal,
    version: index + 1,
    at: at(index + 1),
    by: { kind: 'supervisor', id: 'test' },
    cause: `cause-${index + 1}`,
    traceparent: '',
    prev: '',
    hash: '',
  }))

const beginning = (task: string): GoalEvent[] => [
  {
    type: 'GoalAccepted',
    data: {
      account: 'local',
      source: 'local',
      content: digest('a'),
      text: digest('b'),
      payload: null,
      workflowAsked: null,
      contractAsked: null,
      person: null,
      deadline: null,
      tour: false,
      parent: null,
      workflow: 'intake',
      policy: 'p1',
      span: '',
    },
  },
  {
    type: 'GoalRouted',
    data: {
      workflow: 'refunds-under-50',
      policy: 'p1',
      contract: 'support.refund@1',
      by: 'client',
    },
  },
  {
    type: 'TaskAssigned',
    data: {
      task,
      agent: 'support',
      contract: 'support.refund@1',
      input: digest('c'),
      handoff: '',
      from: null,
    },
  },
  {
    type: 'TaskStarted',
    data: {
      task,
      attempt: 1,
      worker: 'w',
      agent: 'support',
      graph: 'g',
      until: at(50),
      slice: { tokens: 0, cost: 0 },
      holder: '',
      reservations: [],
      resumed: false,
    },
  },
]

type Call = { effect: string; task: string; amount: string }
const callOf = ({ effect, task, amount }: Call) => ({
  effect,
  ordinal: 1,
  task,
  attempt: 1,
  agent: 'support',
  tool: 'shop.refund_order',
  args: digest('d'),
  key: digest('e'),
  facts: null,
  amount: { amount, currency: 'EUR' },
})

export const startedOf = (
  goal: string,
  call: Call,
  more: { approval?: string; lowRisk?: boolean; claim?: number; repeats?: number } = {},
): Extract<GoalEvent, { type: 'EffectStarted' }> => ({
  type: 'EffectStarted',
  data: {
    ...callOf(call),
    claim: more.claim ?? 1,
    gateway: 'gw',
    until: at(40),
    mode: 'act-low-risk',
    lowRisk: more.lowRisk ?? true,
    approval: more.approval ?? null,
    state: '',
    definition: 'd1',
    policies: ['p1'],
    repeats: more.repeats ?? null,
    holder: `${call.effect}.c${more.claim ?? 1}`,
    reservations: [
      {
        key: `goal:${goal}`,
        kind: 'money_moved',
        currency: 'EUR',
        period: 'all',
        day: '',
        amount: String(Number(call.amount) * 100),
      },
    ],
  },
})

export const doneOf = (effect: string, claim = 1): GoalEvent => ({
  type: 'EffectDone',
  data: { effect, claim, result: digest('f'), verified: true, how: 'answer', late: false },
})

export const ended = (task: string): GoalEvent[] => [
  {
    type: 'OutcomeReceived',
    data: {
      task,
      attempt: 1,
      kind: 'concluded',
      late: false,
      content: digest('9'),
      effect: null,
      used: null,
    },
  },
  { type: 'GoalEnded', data: { class: 'done-alone', code: 'CHECKED', task } },
]

/** A goal that gave 15 EUR back alone, and what all sides say of it when nothing is wrong. */
export const smallRefund = () => {
  const call = { effect: 'e_small', task: 't_small', amount: '15.00' }
  const [before, after] = [beginning(call.task), ended(call.task)]
  return {
    goal: 'g_small',
    call,
    before,
    after,
    started: startedOf('g_small', call),
    done: doneOf('e_small'),
  }
}

/** A goal of 35 EUR, up to the approval that the operator gave. */
export const approvedRefund = () => {
  const call = { effect: 'e_large', task: 't_large', amount: '35.00' }
  const approval = 'a_large'
  const started = startedOf('g_large', call, { approval, lowRisk: false })
  const asked: GoalEvent = {
    type: 'ApprovalRequested',
    data: {
      ...callOf(call),
      approval,
      definition: 'd1',
      policy: 'p1',
      why: ['risk'],
      role: 'support-agent',
      votes: 1,
      separate: false,
      due: at(59),
      remind: null,
      then: 'escalate',
      holder: approval,
      reservations: started.data.reservations,
      next: null,
      replaces: null,
      difference: [],
    },
  }
  const granted = (person: string, complete = true): GoalEvent => ({
    type: 'ApprovalGranted',
    data: { approval, person, note: null, own: false, standsFor: null, limit: null, complete },
  })
  return {
    goal: 'g_large',
    call,
    approval,
    before: beginning(call.task),
    asked,
    granted,
    started,
    done: doneOf('e_large'),
    after: ended(call.task),
  }
}
