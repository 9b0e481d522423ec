import { expect } from 'chai'
import { GoalBudget, WindowBudget } from '../../contracts/policy.ts'
import { budgetKeys, moneyKeys } from './budget-keys.ts'
import type { BudgetKey } from './budget-keys.ts'
import type { PolicyFiles } from './compile-policy.ts'
import { args, compiled, customer, facts, goal, order, refunds, sampleFiles } from './sample-policy.ts'

const scope = { workflow: 'refunds-under-50', goal: 'g1', agent: 'support' }
const eur = { amount: '15.00', currency: 'EUR' }
const short = ({ key, kind, limit, period }: BudgetKey): string =>
  `${key} ${kind} ${'money' in limit ? `${limit.money.amount} ${limit.money.currency}` : limit.count} ${period}`

const money = (files: PolicyFiles, amount = eur, known: Record<string, unknown> = facts) => {
  const policy = compiled(files)
  const write = policy.workflows.get(scope.workflow)?.writes.get('shop.refund_order')
  if (!write) return expect.fail('no such tool')
  return moneyKeys(policy, scope, write, { args, goal, facts: known, amount })
}

describe('budget keys', () => {
  let files: PolicyFiles
  before(async () => {
    files = await sampleFiles()
  })

  it('are those of the goal, its agent, its workflow and the company', () => {
    expect(budgetKeys(compiled(files), scope).map(short)).to.have.members([
      'goal:g1 tokens 40000 goal',
      'goal:g1 cost 0.40 EUR goal',
      'goal:g1 tool_calls 30 goal',
      'goal:g1 handoffs 8 goal',
      'goal:g1 money_moved 50.00 EUR goal',
      'agent:support cost 20.00 EUR day',
      'workflow:refunds-under-50 cost 100.00 EUR day',
      'workflow:refunds-under-50 money_moved 1000.00 EUR day',
      'company cost 100.00 EUR day',
      'company money_moved 2000.00 EUR day',
      'company money_moved 20000.00 EUR 30d',
    ])
  })

  it('add the keys that facts name where money moves', () => {
    const keys = money(files)
    expect(keys.ok && keys.value.map(short)).to.have.members([
      'goal:g1 money_moved 50.00 EUR goal',
      'workflow:refunds-under-50 money_moved 1000.00 EUR day',
      'company money_moved 2000.00 EUR day',
      'company money_moved 20000.00 EUR 30d',
      'customer:C17 money_moved 100.00 EUR 30d',
    ])
  })

  it('refuse a currency without a cap', () => {
    expect(money(files, { amount: '15.00', currency: 'USD' })).to.have.nested.property(
      'error.code',
      'NO_BUDGET',
    )
    const company = (files['company.yaml'] ?? '').replace(
      '[2000 EUR per day',
      '[2000 USD per day, 2000 EUR per day',
    )
    expect(
      money({ ...files, 'company.yaml': company }, { amount: '15.00', currency: 'USD' }),
    ).to.have.nested.property('error.message', 'no cap of goal:g1 is in USD')
  })

  it('refuse where the fact of a key is missing or empty', () => {
    for (const customer_id of [undefined, null, '', 17])
      expect(money(files, eur, { customer, order: { ...order, customer_id } })).to.have.nested.property(
        'error.code',
        'RULE_ERROR',
      )
  })

  it('keep the tighter of two caps on one thing, whichever file has it', () => {
    const text = (files['company.yaml'] ?? '').replace(
      'agent: { cost: 50 EUR per day }',
      'goal: { tokens: 50000 }',
    )
    const limits = budgetKeys(compiled({ ...files, 'company.yaml': text }), scope).map(short)
    expect(limits.filter((limit) => limit.includes('tokens'))).to.deep.equal(['goal:g1 tokens 40000 goal'])
    expect(
      budgetKeys(compiled({ ...files, 'company.yaml': text }), { ...scope, workflow: 'intake' }).map(short),
    ).to.include('goal:g1 tokens 20000 goal')
  })

  it('count the days of a shared key in the zone of the company, of its own key in that of the workflow', () => {
    const text = (files[refunds] ?? '').replace('timezone: Europe/Berlin', 'timezone: Asia/Tokyo')
    const zones = budgetKeys(compiled({ ...files, [refunds]: text }), scope).map(({ key, timezone }) => [
      key,
      timezone,
    ])
    expect(new Map(zones.map(([key = '', zone = '']) => [key, zone]))).to.deep.equal(
      new Map([
        ['goal:g1', 'Europe/Berlin'],
        ['agent:support', 'Europe/Berlin'],
        ['workflow:refunds-under-50', 'Asia/Tokyo'],
        ['company', 'Europe/Berlin'],
      ]),
    )
  })

  it('are there for every limit that the schema knows, but the wall time, which is a timer', () => {
    const goalCaps =
      'tokens: 1, cost: 1 EUR, tool_calls: 1, handoffs: 1, attempts: 1, wall_time: 1h, money_moved: 1 EUR'
    const windowCaps = 'tokens: 1 per day, cost: 1 EUR per day, money_moved: 1 EUR per day'
    expect(goalCaps.split(', ').map((cap) => cap.split(':')[0])).to.have.members(
      Object.keys(GoalBudget.shape),
    )
    expect(windowCaps.split(', ').map((cap) => cap.split(':')[0])).to.have.members(
      Object.keys(WindowBudget.shape),
    )
    const budgets = ['company', 'agent', 'workflow'].map((name) => `  ${name}: { ${windowCaps} }`)
    const text = `name: a\ncurrency: EUR\ntimezone: UTC\nbudgets:\n  goal: { ${goalCaps} }\n${budgets.join('\n')}\n`
    const without = (file: string): string =>
      (files[file] ?? '').replace(/^budgets:\n( .*\n)+/m, 'budgets: {}\n')
    const bare = {
      'company.yaml': text,
      [refunds]: without(refunds),
      'workflows/intake.yaml': without('workflows/intake.yaml'),
    }
    const found = budgetKeys(compiled({ ...files, ...bare }), scope).map(({ key, kind }) => `${key} ${kind}`)
    const wanted = [
      ...Object.keys(GoalBudget.shape)
        .filter((kind) => kind !== 'wall_time')
        .map((kind) => `goal:g1 ${kind}`),
      ...['company', 'agent:support', 'workflow:refunds-under-50'].flatMap((key) =>
        Object.keys(WindowBudget.shape).map((kind) => `${key} ${kind}`),
      ),
    ]
    expect(found).to.have.members(wanted)
  })
})
