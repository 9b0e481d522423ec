import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { copyCheckout } from '../harness/copy-checkout.ts'
import { shorterTimes } from '../faults/shorter-times.ts'
import { ended, eventsOf, onlyEffect, startScenario, type Scenario } from '../integration/scenario.fixture.ts'
import { spawnModelStub } from '../model-stub/spawn-model-stub.ts'

const script = fileURLToPath(new URL('./thinking-model.fixture.ts', import.meta.url))

/**
 * Leases and waits for an acknowledgement of five seconds, work of four times that: what counts is the order of beats,
 * leases and acknowledgements, which is that of ten minutes under the product's own times.
 */
describe('work that outlasts every lease', function () {
  this.timeout(180_000)
  const standing = new AsyncDisposableStack()
  let run: Scenario
  before(async () => {
    const copy = standing.use(await copyCheckout(shorterTimes))
    const stub = standing.use(await spawnModelStub({ script }))
    run = standing.use(
      await startScenario({
        checkout: copy.folder,
        env: { OPENAI_API_KEY: 'sk-stub', OPENAI_BASE_URL: stub.baseUrl, OPENAI_TIMEOUT_SECONDS: '60' },
      }),
    )
    await run.ready()
    // After the probe, which would otherwise meet the fault that is set for the refund.
    run.remit.start('gateway')
    await run.mode('act-low-risk')
  })
  after(() => standing.disposeAsync())

  it('R9: a tool call of ten minutes is not dispatched twice', async () => {
    run.shop.addOrders([{ id: '9901', customer: 'cus-9901', total: 1500 }])
    await run.shop.fault('slow:20000')
    const goal = await run.submit('Refund 15 EUR for order 9901, it arrived broken')
    const looked = await run.until(goal, 'over', ended)
    expect(looked.goal.class).to.equal('done-alone')
    expect(run.shop.journal('9901')).to.have.length(1)
    expect(eventsOf(looked, 'EffectStarted')).to.have.length(1)
    expect(eventsOf(looked, 'EffectSettling')).to.have.length(0)
    expect(onlyEffect(looked)).to.include({ status: 'done', claim: 1 })
    // The call was longer than the lease that it began with: somebody extended it.
    const [started] = eventsOf(looked, 'EffectStarted')
    const [done] = eventsOf(looked, 'EffectDone')
    expect(Date.parse(done?.meta.at ?? '')).to.be.greaterThan(Date.parse(started?.data.until ?? ''))
  })

  it('R11: work in progress extends its lease by heartbeat; silence does not', async () => {
    for (const id of ['9902', '9903']) run.shop.addOrders([{ id, customer: `cus-${id}`, total: 1500 }])
    const busy = await run.submit('Refund 15 EUR for order 9902, it arrived broken (think 15 s)')
    const kept = await run.until(busy, 'over', ended)
    expect(kept.goal.class).to.equal('done-alone')
    expect(eventsOf(kept, 'AttemptFailed')).to.have.length(0)
    const silent = await run.submit('Refund 15 EUR for order 9903, it arrived broken (think 15 s)')
    await run.until(silent, 'begun by support', ({ goal }) =>
      Object.values(goal.tasks).some(({ agent, status }) => agent === 'support' && status === 'running'),
    )
    const [sleeper] = run.remit.running().filter(({ kind }) => kind === 'worker')
    if (!sleeper) throw new Error('no worker')
    await sleeper.kill('SIGSTOP')
    run.remit.start('worker')
    const lost = await run.until(silent, 'over', ended)
    await sleeper.kill('SIGCONT')
    expect(eventsOf(lost, 'AttemptFailed').map(({ data }) => [data.attempt, data.code])).to.deep.equal([
      [1, 'LEASE_LOST'],
    ])
    expect(lost.goal.class).to.equal('done-alone')
    expect(run.shop.journal('9903')).to.have.length(1)
  })
})
