import { expect } from 'chai'
import type { Mode } from '../../contracts/events/goal-events.ts'
import type { Money } from '../../contracts/money.ts'
import { dryJudge, type PastCase } from './dry-judge.ts'
import { dryReport, isDifferent, sayDryReport } from './dry-report.ts'
import { args, compiled, customer, facts, goal, now, order, refunds, sampleFiles } from './sample-policy.ts'

const eur = (amount: string): Money => ({ amount, currency: 'EUR' })
const past = (over: Partial<PastCase> = {}): PastCase => ({
  id: 'g1',
  at: now,
  workflow: 'refunds-under-50',
  tool: 'shop.refund_order',
  args,
  facts,
  goal,
  done: [],
  did: { what: 'alone', amount: eur('15.00') },
  ...over,
})
const judged = async (
  cases: PastCase[],
  mode: Mode = 'act-low-risk',
  change = (text: string): string => text,
) => {
  const files = await sampleFiles()
  const policy = compiled({ ...files, [refunds]: change(files[refunds] ?? '') })
  return cases.map(dryJudge(policy, new Map([['refunds-under-50', mode]])))
}
const other = (id: string): Partial<PastCase> => ({
  id,
  args: { ...args, order_id: id },
  facts: { customer, order: { ...order, id } },
})

describe('a dry run', () => {
  it('judges the facts of then by the rules and the mode of now', async () => {
    const [low] = await judged([past()])
    expect(low).to.deep.include({ verdict: 'alone', amount: eur('15.00') })
    expect((await judged([past()], 'suggest'))[0]).to.deep.include({ verdict: 'asks', why: ['mode'] })
    const [dear] = await judged([past({ args: { ...args, amount: 42 } })])
    expect(dear).to.deep.include({ verdict: 'asks', why: ['risk', 'always_over'] })
    const [old] = await judged([
      past({ facts: { customer, order: { ...order, shipped_at: '2026-08-01T10:00:00Z' } } }),
    ])
    expect(old?.verdict).to.equal('refuses')
    expect(old?.sentence).to.include('days_since')
  })
  it('is never above the ceiling, whatever mode is set', async () => {
    expect((await judged([past({ args: { ...args, amount: 25 } })], 'autonomous'))[0]?.verdict).to.equal(
      'asks',
    )
  })
  it('says what was not read then instead of guessing', async () => {
    expect((await judged([past({ facts: { order } })]))[0]).to.include({ verdict: 'unjudged' })
  })
  it('takes an earlier case of the same key for a prior', async () => {
    const two = await judged([past(), past({ id: 'g2', at: '2026-11-23T10:00:00Z' })])
    expect(two.map(({ verdict }) => verdict)).to.deep.equal(['alone', 'asks'])
  })
  it('shows what a changed rule would have decided otherwise', async () => {
    const tighter = (text: string): string =>
      text.replace('amount < money("50 EUR")', 'amount < money("10 EUR")')
    const [verdict] = await judged([past()], 'act-low-risk', tighter)
    expect(verdict?.verdict).to.equal('refuses')
    expect(verdict && isDifferent(verdict)).to.equal(true)
  })
  it('is reported in one sentence, with its figures', async () => {
    const verdicts = await judged([
      past({
        ...other('1'),
        at: '2026-11-01T10:00:00Z',
        facts: { customer, order: { ...order, shipped_at: '2026-10-30T10:00:00Z' } },
      }),
      past({
        ...other('2'),
        args: { ...args, order_id: '2', amount: 42 },
        did: { what: 'with-person', amount: eur('42.00') },
      }),
      past({ ...other('3'), did: { what: 'nothing', amount: null } }),
      past({ ...other('4'), did: { what: 'with-person', amount: eur('20.00') } }),
      past({ ...other('5'), facts: {} }),
      past({
        ...other('6'),
        args: { ...args, order_id: '6', amount: 49.99 },
        did: { what: 'nothing', amount: null },
      }),
    ])
    expect(dryReport(verdicts)).to.deep.equal({
      cases: 6,
      days: 22,
      allowed: 4,
      alone: 3,
      asks: 1,
      moves: ['87.00 EUR'],
      refuses: 1,
      unjudged: 1,
      aboveLimit: 1,
      different: 2,
    })
    expect(sayDryReport(dryReport(verdicts))).to.equal(
      'In these 22 days it would have issued 4 effects of 6 cases (3 alone, 1 after a person), 87.00 EUR, 1 above the limit; 1 refused; 2 that you did differently. 1 case could not be judged.',
    )
    expect(sayDryReport(dryReport([]))).to.equal('There is no past case to judge.')
  })
})
