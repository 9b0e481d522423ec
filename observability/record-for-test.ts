import type { GoalEvent, Recorded } from '../contracts/events.ts'

/** A digest: no test looks at what it stands for. */
export const digest = 'd'.repeat(64)
const noon = Date.parse('2026-11-22T12:00:00.000Z')
/** So many seconds after noon. */
export const at = (seconds: number): string => new Date(noon + seconds * 1000).toISOString()
export const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
export const rootSpan = '00f067aa0ba902b7'
const spent = { tokens: 900, cost: 1200 }
const eur = { amount: '35.00', currency: 'EUR' }

/** The events in their places in the log of `goal`, each so many seconds after noon. */
export const record = (
  story: readonly [seconds: number, event: GoalEvent][],
  goal = 'g_1',
): Recorded<GoalEvent>[] =>
  story.map(([seconds, event], index) => {
    const version = index + 1
    const traceparent = version === 1 ? `00-${trace}-${rootSpan}-01` : ''
    const by = { kind: 'supervisor', id: 'supervisor' } as const
    const meta = { id: `${goal}@${version}`, goal, version, at: at(seconds), by, cause: 'c', traceparent }
    return { ...event, meta: { ...meta, prev: '', hash: '' } }
  })

type Data<T extends GoalEvent['type']> = Extract<GoalEvent, { type: T }>['data']

/** Events with everything in order; each story says what differs. */
export const accepted = (over: Partial<Data<'GoalAccepted'>> = {}): GoalEvent => ({
  type: 'GoalAccepted',
  data: {
    account: 'local',
    source: 'local',
    content: digest,
    text: digest,
    payload: null,
    workflowAsked: null,
    contractAsked: null,
    person: null,
    deadline: null,
    tour: false,
    parent: null,
    workflow: 'intake',
    policy: 'p1',
    span: rootSpan,
    ...over,
  },
})
export const routed: GoalEvent = {
  type: 'GoalRouted',
  data: { workflow: 'refunds', policy: 'p1', contract: 'support.refund@1', by: 'triage' },
}
export const assigned = (task: string, agent: string, from: string | null = null): GoalEvent => ({
  type: 'TaskAssigned',
  data: { task, agent, contract: `${agent}.work@1`, input: digest, handoff: '', from },
})
/** Nothing of it counts in a budget. */
export const unheld: Pick<Data<'EffectStarted'>, 'holder' | 'reservations'> = { holder: '', reservations: [] }
export const started = (task: string, agent: string, attempt = 1, resumed = false): GoalEvent => ({
  type: 'TaskStarted',
  data: { task, attempt, worker: 'w1', agent, graph: 'g', until: at(9000), slice: spent, resumed, ...unheld },
})
export const parked = (task: string, waiting: string[]): GoalEvent => ({
  type: 'TaskParked',
  data: { task, attempt: 1, waiting, used: spent },
})
export const attemptFailed = (task: string, attempt: number, next: number | null): GoalEvent => ({
  type: 'AttemptFailed',
  data: { task, attempt, code: 'LEASE_LOST', next, used: null },
})
export const outcome = (
  task: string,
  kind: Data<'OutcomeReceived'>['kind'],
  over: Partial<Data<'OutcomeReceived'>> = {},
): GoalEvent => ({
  type: 'OutcomeReceived',
  data: { task, attempt: 1, kind, late: false, content: digest, effect: null, used: spent, ...over },
})
export const handedOff = (from: string, to: string, task: string): GoalEvent => ({
  type: 'HandedOff',
  data: { from, to, contract: `${to}.work@1`, task, note: digest },
})
export const delegation: GoalEvent[] = [
  {
    type: 'GoalSplit',
    data: {
      content: digest,
      children: ['g_1/1', 'g_1/2'].map((goal) => ({ goal, workflow: 'w', contract: 'support.work@1' })),
      caps: { together: [], each: { handoffs: 1, toolCalls: 1, attempts: null } },
    },
  },
  { type: 'ChildEnded', data: { goal: 'g_1/1', class: 'declined', code: 'NOT_ALLOWED' } },
  {
    type: 'Delegated',
    data: {
      delegation: 'd1',
      task: 't1',
      attempt: 1,
      due: '2026-11-23T13:00:00.000Z',
      children: [{ task: 't2', contract: 'finance.look@1', tokens: null, calls: null }],
    },
  },
  {
    type: 'DelegateEnded',
    data: { delegation: 'd1', task: 't2', status: 'timeout', code: 'TIMEOUT', content: null },
  },
]
const call = {
  effect: 'e1',
  ordinal: 1,
  task: 't2',
  attempt: 1,
  agent: 'support',
  tool: 'shop.refund_order',
  args: digest,
  key: digest,
  facts: null,
}
export const effectRefused: GoalEvent = {
  type: 'EffectRefused',
  data: { ...call, code: 'NOT_ALLOWED', message: digest, amount: eur },
}
export const approvalRequested = (approval = 'a1', votes = 1): GoalEvent => ({
  type: 'ApprovalRequested',
  data: {
    ...call,
    approval,
    definition: 'def',
    policy: 'p1',
    amount: eur,
    why: ['risk', 'always_over'],
    role: 'support-agent',
    votes,
    separate: false,
    due: at(14_400),
    remind: null,
    then: 'escalate',
    ...unheld,
    next: null,
    replaces: null,
    difference: [],
  },
})
export const granted = (approval = 'a1', person = 'ann', complete = true): GoalEvent => ({
  type: 'ApprovalGranted',
  data: { approval, person, note: null, own: false, standsFor: null, limit: null, complete },
})
export const rejected: GoalEvent = {
  type: 'ApprovalRejected',
  data: { approval: 'a1', effect: 'e1', person: 'ann', note: digest },
}
export const voided = (approval = 'a1', code = 'EXPIRED'): GoalEvent => ({
  type: 'ApprovalVoid',
  data: { approval, effect: 'e1', code, fact: null },
})
export const effectStarted = (over: Partial<Data<'EffectStarted'>> = {}): GoalEvent => ({
  type: 'EffectStarted',
  data: {
    ...call,
    claim: 1,
    gateway: 'gw1',
    until: at(9000),
    amount: eur,
    mode: 'act-low-risk',
    lowRisk: true,
    approval: null,
    state: 's',
    definition: 'def',
    policies: ['p1'],
    repeats: null,
    ...unheld,
    ...over,
  },
})
export const settling: GoalEvent = {
  type: 'EffectSettling',
  data: { effect: 'e1', claim: 1, code: 'LEASE_OVER' },
}
export const effectDone = (over: Partial<Data<'EffectDone'>> = {}): GoalEvent => ({
  type: 'EffectDone',
  data: { effect: 'e1', claim: 1, result: digest, verified: true, how: 'answer', late: false, ...over },
})
export const effectUnknown: GoalEvent = {
  type: 'EffectUnknown',
  data: { effect: 'e1', claim: 1, code: 'NOT_PROVEN' },
}
export const byPerson: GoalEvent = {
  type: 'EffectByPerson',
  data: { effect: 'e1', person: 'ann', reference: digest, amount: eur, ...unheld },
}
export const escalated = (code: string): GoalEvent => ({
  type: 'Escalated',
  data: { code, task: 't2', effect: 'e1', role: 'support-lead', why: digest },
})
export const resumed = (task: string): GoalEvent => ({
  type: 'Resumed',
  data: { person: 'ann', note: digest, task },
})
export const checkOrdered: GoalEvent = { type: 'CheckOrdered', data: { check: 1, task: 't2', reads: digest } }
export const ended = (over: Partial<Data<'GoalEnded'>> = {}): GoalEvent => ({
  type: 'GoalEnded',
  data: { class: 'done-approved', code: 'CHECKED', task: 't2', ...over },
})

/** Triage, support, a refund of 35 EUR that a person approves after hours, with the worker gone meanwhile. */
export const approvedStory: [number, GoalEvent][] = [
  [0, accepted()],
  [0, assigned('t1', 'triage')],
  [0.04, started('t1', 'triage')],
  [1, outcome('t1', 'route')],
  [1, routed],
  [1, assigned('t2', 'support', 't1')],
  [1.1, started('t2', 'support')],
  [2, approvalRequested()],
  [2.2, parked('t2', ['e1'])],
  [7202, granted()],
  [7202.5, effectStarted({ approval: 'a1', lowRisk: false })],
  [7203, effectDone()],
  [7203.2, started('t2', 'support', 1, true)],
  [7204, outcome('t2', 'concluded')],
  [7204.1, checkOrdered],
  [7204.6, ended()],
]
