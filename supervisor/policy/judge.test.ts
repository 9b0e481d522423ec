import { expect } from 'chai'
import type { CompiledPolicy } from './compiled-policy.ts'
import { judge } from './judge.ts'
import type { JudgeInput } from './judge.ts'
import { judgeAll } from './judge-all.ts'
import { rulesFor, rulesForAll } from './rules-for.ts'
import {
  args,
  compiled,
  customer,
  facts,
  goal,
  none,
  now,
  order,
  refunds,
  sampleFiles,
} from './sample-policy.ts'

const tool = 'shop.refund_order'
const arrival = { source: 'local', requester: 'maria-keller', payload: {} }
const input: JudgeInput = { args, goal, facts, now, prior: none }
const withOrder = (change: object): JudgeInput => ({
  ...input,
  facts: { customer, order: { ...order, ...change } },
})
const asking = (amount: unknown): JudgeInput => ({ ...input, args: { ...args, amount } })

describe('a judgement', () => {
  let text: string
  let policy: CompiledPolicy
  const judged = (given: JudgeInput) => judgeAll(rulesFor(policy, 'refunds-under-50', tool, arrival), given)
  const under = async (from: string, to: string, given: JudgeInput) => {
    const files = await sampleFiles()
    expect(text).to.include(from)
    const changed = compiled({ ...files, [refunds]: text.replace(from, () => to) })
    return judgeAll(rulesFor(changed, 'refunds-under-50', tool, arrival), given)
  }
  before(async () => {
    const files = await sampleFiles()
    text = files[refunds] ?? ''
    policy = compiled(files)
  })

  it('allows what the rule allows, with its amount, and knows when that is low risk', () => {
    expect(judged(input)).to.deep.include({
      allow: true,
      low_risk: true,
      amount: { amount: '15.00', currency: 'EUR' },
    })
    expect(judged(asking(35))).to.deep.include({ allow: true, low_risk: false })
    expect(judged({ ...input, facts: { order, customer: { ...customer, refunds_90d: 2 } } })).to.deep.include(
      {
        allow: true,
        low_risk: false,
      },
    )
  })

  it('takes 15, 15.0 and "15" for one amount', () => {
    for (const amount of [15, 15.0, '15', '15.00'])
      expect(judged(asking(amount)).amount).to.deep.equal({ amount: '15.00', currency: 'EUR' })
  })

  it('says which part of the rule is false, and on what', () => {
    const late = judged(withOrder({ shipped_at: '2026-10-13T10:00:00Z' }))
    expect(late).to.deep.include({ allow: false, low_risk: false })
    expect(late.failed?.sentence).to.equal('days_since(facts.order.shipped_at) <= 30 is false: 40')
    expect(late.failed?.values).to.deep.equal([{ text: 'days_since(facts.order.shipped_at)', value: '40' }])
    expect(judged(asking(45)).allow).to.equal(true)
    expect(judged(asking(46)).failed?.sentence).to.equal(
      'amount <= money(facts.order.refundable, facts.order.currency) is false: 46.00 EUR, 45.00 EUR',
    )
    expect(
      judged({ ...withOrder({ refundable: 80 }), args: { ...args, amount: 50 } }).failed?.sentence,
    ).to.equal('amount < money("50 EUR") is false: 50.00 EUR')
  })

  it('counts days up to the time of the command: 30 days are allowed, 31 are not', () => {
    const allowed = (shipped_at: string): boolean => judged(withOrder({ shipped_at })).allow
    for (const time of ['2026-10-23T10:00:00Z', '2026-10-22T10:00:01Z', '2026-10-22T12:00:01+02:00'])
      expect(allowed(time), time).to.equal(true)
    for (const time of ['2026-10-22T10:00:00Z', '2026-10-22T12:00:00+02:00', '2026-10-21T10:00:00Z'])
      expect(allowed(time), time).to.equal(false)
  })

  it('refuses with RULE_ERROR whatever it cannot judge', () => {
    const bad: [string, JudgeInput][] = [
      ['a missing field', withOrder({ shipped_at: undefined })],
      ['a field that is null', withOrder({ shipped_at: null })],
      ['another currency', withOrder({ currency: 'USD' })],
      ['no currency at all', withOrder({ currency: 'EURO' })],
      ['more decimals than the currency has', asking(15.001)],
      ['a number as text', withOrder({ refundable: '45' })],
      ['a time that is none', withOrder({ shipped_at: 'yesterday' })],
      ['a fact that was not read', { ...input, facts: { order } }],
      ['a fact that is no object', { ...input, facts: { order: 'ok', customer } }],
      ['an amount that is none', asking('fifteen')],
      ['no amount', { ...input, args: { order_id: '1044' } }],
      ['nothing', asking(0)],
      ['a negative amount', asking(-15)],
    ]
    for (const [why, given] of bad) {
      const judgement = judged(given)
      expect(judgement, why).to.deep.include({ allow: false, low_risk: false })
      expect(judgement.error?.code, why).to.equal('RULE_ERROR')
    }
    expect(judged(withOrder({ shipped_at: undefined })).error?.message).to.equal(
      'days_since(facts.order.shipped_at) <= 30: No such key: shipped_at',
    )
  })

  it('refuses where low_risk cannot be judged', () => {
    const judgement = judged({
      ...input,
      facts: { order, customer: { ...customer, refunds_90d: undefined } },
    })
    expect(judgement.allow).to.equal(false)
    expect(judgement.error?.message).to.include('refunds_90d')
  })

  it('never calls an effect low-risk that has a prior one', () => {
    const judgement = judged({ ...input, prior: { count: 1, amount: { amount: '5.00', currency: 'EUR' } } })
    expect(judgement).to.deep.include({ allow: true, low_risk: false })
  })

  it('knows prior effects, in count and amount, and zero where there is none', async () => {
    const from = 'amount < money("50 EUR") &&'
    const to = 'prior.count < 2 && amount + prior.amount < money("20 EUR") &&'
    expect((await under(from, to, input)).allow).to.equal(true)
    const prior = { count: 1, amount: { amount: '5.00', currency: 'EUR' } }
    const judgement = await under(from, to, { ...input, prior })
    expect(judgement.failed?.sentence).to.equal('amount + prior.amount < money("20 EUR") is false: 20.00 EUR')
  })

  it('computes an amount from facts, sums, minor units and decimals exactly', async () => {
    const from = "amount: 'money(args.amount, facts.order.currency)'"
    const given = withOrder({
      refundable: 45,
      refunds: [
        { reference: 'a', amount: 0.1, currency: 'EUR', at: now },
        { reference: 'b', amount: 0.2, currency: 'EUR', at: now },
      ],
    })
    const sum = 'amount: \'sum(facts.order.refunds.map(r, money(r.amount, r.currency)), "EUR")\''
    expect((await under(from, sum, given)).amount).to.deep.equal({ amount: '0.30', currency: 'EUR' })
    const minor = "amount: 'minor(1999, facts.order.currency)'"
    expect((await under(from, minor, input)).amount).to.deep.equal({ amount: '19.99', currency: 'EUR' })
    const whole = 'amount: \'money(args.amount * decimal("0.1") + decimal("0.2"), "EUR")\''
    expect((await under(from, whole, input)).amount).to.deep.equal({ amount: '1.70', currency: 'EUR' })
    const written = 'amount: \'money("15.5", "EUR") - money(1, "EUR")\''
    expect((await under(from, written, input)).amount).to.deep.equal({ amount: '14.50', currency: 'EUR' })
  })

  it('shows the false part even where another part cannot be read', async () => {
    const judgement = await under(
      'amount < money("50 EUR") &&',
      'facts.order.shipped_at > facts.order.ordered_at && false &&',
      withOrder({ shipped_at: undefined }),
    )
    expect(judgement.failed?.clause).to.equal('false')
  })

  it('knows by has() whether an optional field is there; null is not there', async () => {
    const rule = 'has(facts.order.shipped_at) && facts.order.refunds.all(r, has(r.at)) &&'
    const asked = (shipped_at: unknown) =>
      under('amount < money("50 EUR") &&', rule, withOrder({ shipped_at }))
    expect((await asked(order.shipped_at)).allow).to.equal(true)
    for (const absent of [null, undefined])
      expect((await asked(absent)).failed?.clause).to.equal('has(facts.order.shipped_at)')
  })

  it('refuses a list that is longer than any rule should walk', () => {
    const refund = { reference: 'a', amount: 1, currency: 'EUR', at: now }
    const refunded = (count: number) => withOrder({ refunds: Array.from({ length: count }, () => refund) })
    expect(judged(refunded(1000)).allow).to.equal(true)
    expect(judged(refunded(1001)).error?.message).to.equal(
      'facts.order.refunds is not a list of at most 1000',
    )
  })

  it('asks every workflow that has the tool and would admit the goal', async () => {
    const files = await sampleFiles()
    const second = (admit: string, allow: string): string =>
      text
        .replace('name: refunds-under-50', 'name: strict')
        .replace(/^admit: .*$/m, `admit: '${admit}'`)
        .replace('money("50 EUR")', allow)
    const both = (admit: string, allow = 'money("10 EUR")', given = input) => {
      const two = compiled({ ...files, 'workflows/strict.yaml': second(admit, allow) })
      return judgeAll(rulesFor(two, 'refunds-under-50', tool, arrival), given)
    }
    expect(both('true').failed?.clause).to.equal('amount < money("10 EUR")')
    expect(both('false').allow).to.equal(true)
    expect(both('payload.nothing == 1').allow).to.equal(true)
    expect(both('true', 'money("16 EUR")')).to.deep.include({ allow: true, low_risk: true })
  })

  it('calls low-risk only what is so by every rule that it asks', async () => {
    const other = text
      .replace('name: refunds-under-50', 'name: careful')
      .replace('amount < money("20 EUR")', 'amount < money("10 EUR")')
    const two = compiled({ ...(await sampleFiles()), 'workflows/careful.yaml': other })
    const judgement = judgeAll(rulesFor(two, 'refunds-under-50', tool, arrival), input)
    expect(judgement).to.deep.include({ allow: true, low_risk: false })
  })

  it('has no rule for a tool that either of two policies no longer lists', () => {
    const without: CompiledPolicy = { ...policy, workflows: new Map() }
    expect(rulesForAll([policy, policy], 'refunds-under-50', tool, arrival)).to.not.deep.equal([])
    for (const two of [
      [policy, without],
      [without, policy],
    ])
      expect(rulesForAll(two, 'refunds-under-50', tool, arrival)).to.deep.equal([])
  })

  it('refuses where workflows disagree on what is moved', async () => {
    const files = await sampleFiles()
    const other = text
      .replace('name: refunds-under-50', 'name: other')
      .replace('money(args.amount, facts.order.currency)', 'money(1, facts.order.currency)')
    const two = compiled({ ...files, 'workflows/other.yaml': other })
    const judgement = judgeAll(rulesFor(two, 'refunds-under-50', tool, arrival), input)
    expect(judgement.allow).to.equal(false)
    expect(judgement.error?.message).to.equal('refunds-under-50 and other disagree on the amount')
  })

  it('refuses a tool that the workflow does not have', () => {
    expect(judgeAll(rulesFor(policy, 'intake', tool, arrival), input).allow).to.equal(false)
    expect(judgeAll(rulesFor(policy, 'refunds-under-50', 'helpdesk.reply', arrival), input).allow).to.equal(
      false,
    )
  })

  it('depends on nothing but what it is given', () => {
    const write = policy.workflows.get('refunds-under-50')?.writes.get(tool)
    if (!write) return expect.fail('no such tool')
    const [first, second] = [judge(write, input), judge(write, input)]
    expect(first).to.deep.equal(second)
    expect(judge(write, { ...input, now: '2027-11-22T10:00:00Z' }).allow).to.equal(false)
    return undefined
  })
})
