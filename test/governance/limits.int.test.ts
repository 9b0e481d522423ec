import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { applyPolicy } from '../../supervisor/control/apply-policy.ts'
import type { PolicyFiles } from '../../supervisor/policy/compile-policy.ts'
import { limitsOfTheSchema } from './limits-of-the-schema.ts'
import { startPlayed, type Played } from './played.fixture.ts'

const refunds = 'workflows/refunds-under-50.yaml'
type Started = { goal: string; task: string }
type Enforcer = {
  cap: { goal: string; window: string }
  spend: (run: Played, started: Started) => Promise<void>
}

const exhausted = async (run: Played, goal: string): Promise<string[]> =>
  (await run.events(goal)).flatMap((event) =>
    event.type === 'BudgetExhausted' ? [`${event.data.key.split(':')[0]}.${event.data.kind}`] : [],
  )
const draw = async (run: Played, { goal, task }: Started): Promise<void> => {
  const holds = { goal, task, attempt: 1, worker: 'w1' }
  const asking = run.work('support', { op: 'draw', ...holds, model: 'gpt-4.1', tokens: 5000 })
  const [asked] = await Promise.allSettled([asking])
  expect(asked.status, 'nothing is drawn over the cap').to.equal('rejected')
}
const twoAttempts = async (run: Played, { goal, task }: Started): Promise<void> => {
  await run.outcome(goal, task, { kind: 'failed', code: 'AGENT_FAILED', message: 'x' })
  await run.goalWhere(goal, 'stops', ({ status }) => status === 'with-person')
}

/** How each kind of limit is run into: a spend that is over the cap by little, and the goal stops before it. */
const enforcers: Record<string, Enforcer> = {
  tokens: { cap: { goal: '4000', window: '4000 per day' }, spend: draw },
  cost: { cap: { goal: '0.01 EUR', window: '0.01 EUR per day' }, spend: draw },
  money_moved: {
    cap: { goal: '14.99 EUR', window: '14.99 EUR per 30 days' },
    spend: async (run, { goal, task }) => {
      const args = { order_id: '1044', amount: 15, reason: 'broken' }
      const answer = await run.propose({ goal, task, args })
      expect(answer).to.have.nested.property('answer.code', 'OVER_BUDGET')
    },
  },
  tool_calls: {
    cap: { goal: '3', window: '' },
    spend: async (run, { goal, task }) => {
      const asked = {
        op: 'calls',
        gateway: 'gw-1',
        goal,
        task,
        attempt: 1,
        agent: 'support',
        worker: 'w1',
        want: 5,
      } as const
      expect(await run.authorise({ ...asked, id: randomUUID() })).to.include({ do: 'calls', granted: 3 })
      expect((await run.authorise({ ...asked, id: randomUUID() })).do).to.equal('later')
      // What a gateway holds may come back for fifteen seconds; this one is gone with it.
      await run.until(
        'the calls are lost',
        async () => (await run.authorise({ ...asked, id: randomUUID() })).do === 'drop',
      )
    },
  },
  attempts: { cap: { goal: '1', window: '' }, spend: twoAttempts },
  handoffs: {
    cap: { goal: '1', window: '' },
    spend: async (run, { goal, task }) => {
      const handoff = { kind: 'handoff', contract: 'finance.check-refund@1', payload: { n: 1 }, note: 'n' }
      await run.outcome(goal, task, handoff)
      const handed = await run.goalWhere(goal, 'is handed on', ({ handoffs }) => handoffs.length === 1)
      const next = Object.keys(handed.tasks).at(-1) ?? ''
      const claim = { op: 'claim', goal, task: next, attempt: 1, worker: 'w2', graph: 'played', models: [] }
      await run.work('finance', claim)
      const back = { kind: 'handoff', contract: 'support.refund@1', payload: { order_id: '9' }, note: 'n' }
      await run.outcome(goal, next, back, { agent: 'finance', worker: 'w2' })
      await run.goalWhere(goal, 'stops', ({ status }) => status === 'with-person')
    },
  },
  wall_time: {
    cap: { goal: '1s', window: '' },
    spend: async (run, { goal }) => {
      await run.goalWhere(goal, 'stops', ({ status }) => status === 'with-person')
    },
  },
}

const without = (text: string): string => text.replace(/^budgets:\n(?: .*\n)+/m, '')
/** The shipped policy with this one limit and the caps of the company that let money move at all. */
const only = (files: PolicyFiles, limit: string): PolicyFiles => {
  const [file = '', path = ''] = limit.split(': ')
  const [scope = '', kind = ''] = path.split('.')
  const cap = enforcers[kind]?.cap[scope === 'goal' ? 'goal' : 'window'] ?? ''
  const name = scope === 'keyed' ? '"customer:{facts.order.customer_id}"' : scope
  const own = `  ${name}: { ${kind}: ${cap} }\n`
  const ample = '  company: { money_moved: 9000 EUR per day }\n'
  const isCompany = file === 'company.yaml'
  const company = isCompany && path === 'company.money_moved' ? own : ample
  const merged =
    isCompany && scope === 'company' && kind !== 'money_moved'
      ? `  company: { money_moved: 9000 EUR per day, ${kind}: ${cap} }\n`
      : company
  const more = isCompany && scope !== 'company' ? own : ''
  return {
    ...files,
    'company.yaml': `${without(files['company.yaml'] ?? '')}\nbudgets:\n${merged}${more}`,
    [refunds]: `${without(files[refunds] ?? '')}\nbudgets:\n${isCompany ? '  goal: {}\n' : own}`,
    'workflows/intake.yaml': `${without(files['workflows/intake.yaml'] ?? '')}\nbudgets: {}\n`,
  }
}

describe('R16: every limit that the schema knows has an enforcer', function () {
  this.timeout(60_000)
  const limits = limitsOfTheSchema()
  const standing = new AsyncDisposableStack()
  let run: Played
  before(async () => {
    run = standing.use(await startPlayed({ mode: 'act-low-risk' }))
  })
  after(() => standing.disposeAsync())

  it('R16: the walk finds the limits, and a limit without an enforcer fails it', () => {
    expect(limits).to.include.members(['company.yaml: goal.attempts', 'workflow: keyed.money_moved'])
    expect(limits.length).to.be.above(25)
    expect(limits.filter((limit) => enforcers[limit.split('.').at(-1) ?? ''] === undefined)).to.deep.equal([])
  })

  for (const limit of limits)
    it(`R16: ${limit} stops a goal before the spend`, async () => {
      const [, path = ''] = limit.split(': ')
      const [scope = '', kind = ''] = path.split('.')
      const { control, now } = run.supervisor.deps
      await applyPolicy(control, only(run.policy, limit), 'start', now())
      const started = await run.refundGoal()
      await enforcers[kind]?.spend(run, started)
      const key = scope === 'keyed' ? 'customer' : scope
      expect(await exhausted(run, started.goal)).to.include(`${key}.${kind}`)
      const state = await run.goalWhere(started.goal, 'stops', ({ status }) => status === 'with-person')
      expect(state.escalation?.code).to.be.oneOf(['OVER_BUDGET', 'WALL_TIME'])
    })
})
