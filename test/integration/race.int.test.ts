import { expect } from 'chai'
import { allAtOnce } from './all-at-once.fixture.ts'
import { sampleConfig, wideCaps } from './sample-config.fixture.ts'
import { ended, eventsOf, settled, startScenario, type Looked, type Scenario } from './scenario.fixture.ts'

/** REMIT_TEST_RACES=200 runs the long form. */
const pairs = Number(process.env['REMIT_TEST_RACES'] ?? 50)

const started = (looked: Looked): number => eventsOf(looked, 'EffectStarted').length
/** What the second of two goals may come to: a person is asked, or the fresh facts refuse it. */
const stopped = ({ goal }: Looked): string => {
  if (goal.class === 'declined') return 'refused on the facts'
  const open = Object.values(goal.approvals).find(({ status }) => status === 'open')
  if (open) return `asks: ${open.why.join(', ')}`
  return `${goal.status} ${goal.escalation?.code ?? goal.class ?? ''}`
}

describe('two goals for one order', function () {
  this.timeout(600_000)
  const standing = new AsyncDisposableStack()
  let run: Scenario
  before(async () => {
    const config = standing.use(await sampleConfig(wideCaps))
    run = standing.use(
      await startScenario({ config: config.folder, processes: { supervisor: 2, gateway: 2, worker: 2 } }),
    )
    await run.ready()
    await run.mode('act-low-risk')
  })
  after(() => standing.disposeAsync())

  it(`end as one that runs and one that asks, in ${pairs} races`, async () => {
    const orders = Array.from({ length: pairs }, (_, index) => `${9000 + index}`)
    run.shop.addOrders(orders.map((id) => ({ id, customer: `cus-${id}`, total: 1500 })))
    const tally = new Map<string, number>()
    await allAtOnce(orders, 8, async (order, index) => {
      // In every other race both fit what can be refunded: then the facts alone do not stop the second.
      const amount = index % 2 === 0 ? 15 : 7
      const goals = await Promise.all(
        ['one', 'two'].map((who) =>
          run.submit(`Refund ${amount} EUR for order ${order}, it arrived broken`, { id: `${order}-${who}` }),
        ),
      )
      const looked = await Promise.all(goals.map((goal) => run.until(goal, 'settled', settled)))
      const ran = looked.filter((one) => started(one) > 0)
      const other = looked.filter((one) => started(one) === 0)
      expect([ran.length, other.length], `${order}: ${looked.map(stopped).join(' / ')}`).to.deep.equal([1, 1])
      for (const one of ran) {
        const { goal } = await run.until(one.goal.id, 'ended', ended)
        expect(goal.class, order).to.equal('done-alone')
      }
      for (const one of other) {
        const what = stopped(one)
        expect(what, order).to.match(/^(asks: .*prior|refused on the facts)/)
        tally.set(what, (tally.get(what) ?? 0) + 1)
      }
      expect(run.shop.paid(order), order).to.deep.equal([amount * 100])
      expect(run.shop.journal(order), order).to.have.length(1)
    })
    console.log(`      ${pairs} races: ${[...tally].map(([what, count]) => `${count} ${what}`).join('; ')}`)
    expect(run.shop.journal()).to.have.length(pairs)
  })
})
