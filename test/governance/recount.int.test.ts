import { expect } from 'chai'
import { mendLedger, sayDifference, standingDrift } from '../../cli/doctor/recount.ts'
import { startPlayed } from './played.fixture.ts'

const args = { order_id: '1044', amount: 15, reason: 'broken' }
const now = '2026-11-22T11:00:00.000Z'

describe('a recount of the ledger', function () {
  this.timeout(60_000)

  it('finds nothing after goals of every kind, and each line that somebody changed', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const { goal, task } = await run.refundGoal()
    const order = await run.propose({ goal, task, args })
    if (order.do !== 'run') throw new Error(JSON.stringify(order))
    await run.result(goal, order.effect, 1)
    await run.goalWhere(goal, 'did it', ({ done }) => done.length === 1)
    await run.until('it is settled', async () => (await standingDrift(run.store, 10)).length === 0)
    const company = (await run.store.ledger('company')).find(({ period }) => period === 'day')
    if (!company) throw new Error('no line of the company')
    await run.store.replaceLedger(
      (await run.store.ledger()).map((line) =>
        line.key === 'company' && line.period === 'day' ? { ...line, used: 100n } : line,
      ),
    )
    const [difference, ...more] = await standingDrift(run.store, 10)
    expect(more).to.deep.equal([])
    expect(difference).to.deep.include({
      key: 'company',
      ledger: { used: '100', held: '0' },
      logs: { used: '1500', held: '0' },
    })
    expect(difference && sayDifference(difference)).to.equal(
      `company money_moved day ${company.day}: the ledger has 1.00 EUR used and 0.00 EUR held, the logs give 15.00 EUR used and 0.00 EUR held`,
    )
  })

  it('mends the ledger and who holds what in it, so that what is open can still be settled', async () => {
    await using run = await startPlayed({ mode: 'act-low-risk' })
    const { goal, task } = await run.refundGoal()
    const order = await run.propose({ goal, task, args })
    if (order.do !== 'run') throw new Error(JSON.stringify(order))
    const before = await run.store.ledger()
    await run.store.replaceLedger([], [])
    await run.store.reserve('nobody', goal, now, [
      {
        key: 'company',
        kind: 'money_moved',
        currency: 'EUR',
        period: 'day',
        day: '2026-11-22',
        amount: 7n,
        limit: 9n,
      },
    ])
    expect(await mendLedger(run.store)).to.not.have.length(0)
    expect(await run.store.ledger()).to.deep.equal(before)
    expect((await run.store.heldLines()).map(({ holder }) => holder)).not.to.include('nobody')
    await run.result(goal, order.effect, 1)
    await run.until('it is settled', async () =>
      (await run.store.ledger(`goal:${goal}`)).some(({ used, held }) => used === 1500n && held === 0n),
    )
    expect(await standingDrift(run.store, 10)).to.deep.equal([])
  })
})
