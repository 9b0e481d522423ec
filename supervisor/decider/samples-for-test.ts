import type { Accept, Claim, Park, TakeOutcome, Tick } from './commands.ts'
import type { ClaimEffect, Propose, ProposedCall, TakeResult, TakeSettlement } from './effect-commands.ts'
import type { AllowAgain, Cancel, Decide, RecordByPerson, Resolve, Resume } from './person-commands.ts'
import { eur, people } from './people-for-test.ts'
import type { ApprovalTerms, Judgement, Terms } from './terms.ts'

export { eur, people }

/** Commands as the supervisor builds them, with everything in order; each test says what differs. */
const noon = Date.parse('2026-11-23T12:00:00.000Z')
/** So many minutes after noon. */
export const at = (minutes: number): string => new Date(noon + minutes * 60_000).toISOString()
/** A digest that tells for what it stands. */
export const digest = (name: string): string =>
  Array.from(name, (letter) => letter.charCodeAt(0).toString(16).padStart(2, '0'))
    .join('')
    .slice(0, 64)
    .padEnd(64, '0')

export const terms: Terms = {
  workflow: 'refunds',
  policy: 'policy-1',
  owner: 'lead',
  agents: ['support', 'finance'],
  limits: { handoffs: 3, toolCalls: 10, attempts: null, wallSeconds: 48 * 3600 },
  abandonSeconds: 14 * 24 * 3600,
  joinSeconds: 3600,
  checks: true,
  review: null,
}
export const approve: ApprovalTerms = {
  role: 'support-agent',
  separateOver: eur('40.00'),
  alwaysOver: eur('40.00'),
  fourEyesOver: eur('45.00'),
  withinSeconds: 4 * 3600,
  remindSeconds: 3600,
  twoAfter: [],
  then: { kind: 'escalate' },
  calendar: null,
  timezone: 'UTC',
}
export const judgement = (over: Partial<Judgement> = {}): Judgement => ({
  allow: true,
  lowRisk: true,
  sendsFreely: false,
  amount: eur('15.00'),
  code: '',
  approve,
  mode: 'act-low-risk',
  ...over,
})

const entry = { task: 't1', agent: 'support', contract: 'support.refund@1', input: digest('input') }
export const accept = (over: Partial<Accept> = {}): Accept => ({
  type: 'Accept',
  goal: 'g_1',
  at: at(0),
  account: 'local',
  source: 'local',
  content: digest('content'),
  text: digest('text'),
  payload: null,
  workflowAsked: null,
  contractAsked: null,
  person: 'ann',
  deadline: null,
  tour: false,
  parent: null,
  traceparent: '',
  span: 'span',
  intake: { workflow: 'intake', policy: 'policy-1', owner: 'lead' },
  to: { kind: 'routed', workflow: 'refunds', policy: 'policy-1', ...entry },
  ...over,
})
const holding = { task: 't1', attempt: 1, worker: 'w1' }
export const claim = (over: Partial<Claim> = {}): Claim => ({
  type: 'Claim',
  at: at(1),
  until: at(1.5),
  graph: 'graph',
  slice: { tokens: 0, cost: 0 },
  ledger: { ok: true, holder: 'slice1', warned: [], reservations: [] },
  ...holding,
  ...over,
})
export const park = (over: Partial<Park> = {}): Park => ({
  type: 'Park',
  at: at(3),
  waiting: ['e1'],
  used: { tokens: 0, cost: 0 },
  ...holding,
  ...over,
})

export const call = (over: Partial<ProposedCall> = {}): ProposedCall => ({
  effect: 'e1',
  base: `shop.refund_order ${digest('key')}`,
  ordinal: 1,
  task: 't1',
  attempt: 1,
  agent: 'support',
  tool: 'shop.refund_order',
  args: digest('args'),
  key: digest('key'),
  facts: digest('facts'),
  ...over,
})
const none = { count: 0, held: false, settledAfterFacts: false }
const judged = {
  definition: 'definition-1',
  definitionAccepted: true,
  halted: false,
  listed: true,
  prior: none,
  forgotten: false,
  state: 'facts-1',
  policies: ['policy-1'],
  message: digest('sentence'),
  why: digest('why'),
  ledger: null,
}
export const propose = (over: Partial<Propose> = {}): Propose => ({
  type: 'Propose',
  at: at(2),
  call: call(),
  worker: 'w1',
  gateway: 'gw1',
  judgement: judgement(),
  until: at(2.5),
  approval: 'a1',
  ...judged,
  ...over,
})
/** A proposal that has to ask: over what is low-risk. */
export const asking = (over: Partial<Propose> = {}, how: Partial<Judgement> = {}): Propose =>
  propose({ judgement: judgement({ lowRisk: false, amount: eur('35.00'), ...how }), ...over })
export const claimEffect = (over: Partial<ClaimEffect> = {}): ClaimEffect => ({
  type: 'ClaimEffect',
  at: at(20),
  effect: 'e1',
  gateway: 'gw2',
  judgement: judgement({ lowRisk: false, amount: eur('35.00') }),
  facts: digest('facts'),
  until: at(20.5),
  approval: 'a2',
  people: Object.values(people),
  settles: null,
  lookup: null,
  repeatable: false,
  ...judged,
  ...over,
})
export const result = (over: Partial<TakeResult> = {}): TakeResult => ({
  type: 'TakeResult',
  at: at(30),
  effect: 'e1',
  claim: 1,
  gateway: 'gw1',
  status: 'done',
  verified: true,
  code: '',
  content: digest('result'),
  why: digest('why'),
  ...over,
})
export const settlement = (over: Partial<TakeSettlement> = {}): TakeSettlement => ({
  type: 'TakeSettlement',
  at: at(31),
  effect: 'e1',
  claim: 1,
  found: true,
  content: digest('found'),
  why: digest('why'),
  ...over,
})
export const outcome = (what: TakeOutcome['outcome'], over: Partial<TakeOutcome> = {}): TakeOutcome => ({
  type: 'TakeOutcome',
  at: at(40),
  content: digest('outcome'),
  used: { tokens: 0, cost: 0 },
  why: digest('why'),
  outcome: what,
  ...holding,
  ...over,
})
export const tick = (timer: Tick['timer'], when: string): Tick => ({
  type: 'Tick',
  at: when,
  timer,
  why: digest('why'),
})

const by = { at: at(10), command: 'c1', person: people.bob }
export const decision = (over: Partial<Decide> = {}): Decide => ({
  type: 'Decide',
  approval: 'a1',
  decision: 'approve',
  note: null,
  edit: null,
  ...by,
  ...over,
})
export const cancel = (over: Partial<Cancel> = {}): Cancel => ({
  type: 'Cancel',
  note: null,
  owner: 'lead',
  ...by,
  ...over,
})
export const resume = (over: Partial<Resume> = {}): Resume => ({
  type: 'Resume',
  note: digest('note'),
  owner: 'lead',
  task: 't2',
  pending: { ...entry, task: 't2' },
  ...by,
  ...over,
})
export const resolve = (over: Partial<Resolve> = {}): Resolve => ({
  type: 'Resolve',
  note: digest('note'),
  owner: 'lead',
  ...by,
  ...over,
})
export const allowAgain = (over: Partial<AllowAgain> = {}): AllowAgain => ({
  type: 'AllowAgain',
  effect: 'e1',
  note: null,
  owner: 'lead',
  task: { ...entry, task: 't2' },
  ...by,
  ...over,
})
export const byPerson = (over: Partial<RecordByPerson> = {}): RecordByPerson => ({
  type: 'RecordByPerson',
  effect: 'e1',
  happened: true,
  reference: digest('reference'),
  amount: null,
  owner: 'lead',
  ledger: { ok: true, holder: '', warned: [], reservations: [] },
  ...by,
  ...over,
})
