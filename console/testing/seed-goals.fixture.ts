import type { GoalEvent } from '../../contracts/events.ts'
import type { Store } from '../../store/port.ts'
import { appendTo } from './scripted-supervisor.fixture.ts'

type Seed = {
  goal: string
  said: string
  amount: string
  approval: string
  person: string
  /** stands in the message's own words, in an argument, in what a tool answered and in its name */
  foreign?: string
}

const digestOf = async (store: Store, goal: string, value: unknown): Promise<string> =>
  (await store.putTrail(goal, value)).digest

const beginning = async (store: Store, { goal, said, person, foreign }: Seed): Promise<GoalEvent[]> => [
  {
    type: 'GoalAccepted',
    data: {
      account: 'api',
      source: 'operator',
      content: await digestOf(store, goal, { goal: said, requester: foreign ?? 'Ann Example' }),
      text: await digestOf(store, goal, { text: said }),
      payload: null,
      workflowAsked: null,
      contractAsked: null,
      person,
      deadline: null,
      tour: false,
      parent: null,
      workflow: 'intake',
      policy: 'p1',
      span: '0000000000000001',
    },
  },
  {
    type: 'GoalRouted',
    data: {
      workflow: 'refunds-under-50',
      policy: 'p1',
      contract: 'support.refund@1',
      by: 'triage',
    },
  },
  {
    type: 'TaskAssigned',
    data: {
      task: 't_1',
      agent: 'support',
      contract: 'support.refund@1',
      input: await digestOf(store, goal, { payload: { order_id: '1042' } }),
      handoff: '',
      from: null,
    },
  },
]

const call = async (store: Store, { goal, amount, foreign }: Seed) => ({
  effect: 'e_1',
  ordinal: 1,
  task: 't_1',
  attempt: 1,
  agent: 'support',
  tool: 'shop.refund_order',
  args: await digestOf(store, goal, { order_id: '1042', amount, reason: foreign ?? 'broken' }),
  key: await digestOf(store, goal, { tool: 'shop.refund_order', key: '["1042"]' }),
  facts: await digestOf(store, goal, [
    {
      as: 'order',
      tool: 'shop.get_order',
      args: { id: '1042' },
      at: '2026-11-22T10:00:00.000Z',
      value: { refundable: '40.00', currency: 'EUR', shipped_at: '2026-11-20T00:00:00.000Z' },
    },
    {
      as: 'customer',
      tool: 'shop.get_customer',
      args: { id: 'C17' },
      at: '2026-11-22T10:00:01.000Z',
      value: { refunds_90d: 0, ...(foreign === undefined ? {} : { [foreign]: foreign }) },
    },
  ]),
})

/** A refund that waits for one person in the role support-agent. */
export const seedWaiting = async (store: Store, seed: Seed): Promise<void> => {
  const { goal, amount, approval, person } = seed
  const money = { amount, currency: 'EUR' }
  const due = '2026-11-23T10:00:00.000Z'
  const asked: GoalEvent = {
    type: 'ApprovalRequested',
    data: {
      ...(await call(store, seed)),
      approval,
      definition: 'd',
      policy: 'p1',
      amount: money,
      why: ['risk'],
      role: 'support-agent',
      votes: 1,
      separate: false,
      due,
      remind: null,
      then: 'escalate',
      holder: '',
      reservations: [],
      next: null,
      replaces: null,
      difference: [],
    },
  }
  const text = await digestOf(store, goal, { text: seed.said })
  const item = {
    kind: 'approval',
    goal,
    workflow: 'refunds-under-50',
    role: 'support-agent',
    since: due,
    due,
  } as const
  const inbox = [{ ...item, id: approval, code: 'risk', amount: `${amount} EUR` }]
  const view = { status: 'waiting', text, requester: person, inbox }
  await appendTo(store, goal, `seed-${goal}`, [...(await beginning(store, seed)), asked], view)
}

/** The same, decided, done and verified. */
export const seedDone = async (store: Store, seed: Seed): Promise<void> => {
  await seedWaiting(store, seed)
  const { goal, amount, approval } = seed
  const effect = 'e_1'
  const events: GoalEvent[] = [
    {
      type: 'ApprovalGranted',
      data: {
        approval,
        person: 'maria-keller',
        note: await digestOf(store, goal, { text: 'photo seen' }),
        own: false,
        standsFor: null,
        limit: null,
        complete: true,
      },
    },
    {
      type: 'EffectStarted',
      data: {
        ...(await call(store, seed)),
        claim: 1,
        gateway: 'gateway',
        until: '2026-11-22T10:05:00.000Z',
        amount: { amount, currency: 'EUR' },
        mode: 'act-low-risk',
        lowRisk: false,
        approval,
        state: 's',
        definition: 'd',
        policies: ['p1'],
        repeats: null,
        holder: '',
        reservations: [],
      },
    },
    {
      type: 'EffectDone',
      data: {
        effect,
        claim: 1,
        result: await digestOf(store, goal, { refund_id: 'r-9' }),
        verified: true,
        how: 'answer',
        late: false,
      },
    },
    { type: 'GoalEnded', data: { class: 'done-approved', code: 'CHECKED', task: 't_1' } },
  ]
  const text = await digestOf(store, goal, { text: seed.said })
  const view = {
    status: 'ended',
    class: 'done-approved',
    text,
    requester: seed.person,
    moved: `${amount} EUR`,
  }
  await appendTo(store, goal, `done-${goal}`, events, view)
}

/** A goal that was refused on the facts and is with a person. */
export const seedEscalated = async (store: Store, seed: Seed): Promise<void> => {
  const { goal, amount } = seed
  const sentence = 'allow is false: amount = 60.00 EUR, and the limit is 50.00 EUR.'
  const events: GoalEvent[] = [
    ...(await beginning(store, seed)),
    {
      type: 'EffectRefused',
      data: {
        ...(await call(store, seed)),
        code: 'NOT_ALLOWED',
        message: await digestOf(store, goal, { text: sentence }),
        amount: { amount, currency: 'EUR' },
      },
    },
    {
      type: 'Escalated',
      data: {
        code: 'TOO_MANY_FAILURES',
        task: 't_1',
        effect: 'e_1',
        role: 'support-lead',
        why: await digestOf(store, goal, {
          sentence: 'The refund was refused three times.',
          question: 'Pay the rest by voucher?',
        }),
      },
    },
  ]
  const item = { kind: 'escalation', goal, workflow: 'refunds-under-50', role: 'support-lead' } as const
  const since = '2026-11-22T10:00:00.000Z'
  const inbox = [{ ...item, id: goal, since, due: null, code: 'TOO_MANY_FAILURES', amount: null }]
  const text = await digestOf(store, goal, { text: seed.said })
  await appendTo(store, goal, `seed-${goal}`, events, {
    status: 'with-person',
    text,
    requester: seed.person,
    inbox,
  })
}
