import { expect } from 'chai'
import { join } from 'node:path'
import { eventsOf, startScenario, type Scenario } from '../integration/scenario.fixture.ts'
import { copyCheckout } from '../harness/copy-checkout.ts'
import { judgeRun } from '../harness/oracle.ts'
import { gatherEvidence } from '../harness/oracle/gather-evidence.ts'
import { brokenGuards } from './broken-guards.ts'
import { companyLimits } from './company-limits.ts'
import { readActed } from './fail-plan.ts'
import { shorterTimes } from './shorter-times.ts'
import { untilQuiet } from './until-quiet.ts'

const order = '1150'

const until = async (what: string, holds: () => boolean): Promise<void> => {
  for (const end = performance.now() + 90_000; !holds();) {
    if (performance.now() > end) throw new Error(`not within 90 s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Three gateways, of which the first to hold a claim sleeps before its write; the shop forgets keys at once. */
const startSleeping = async (checkout: string) => {
  const run = await startScenario({
    checkout,
    processes: { gateway: 3 },
    env: { REMIT_FAIL_POINTS: 'gateway.before-call:stop:1' },
    faults: { shop: ['--keys-keep', '0'] },
  })
  await run.ready()
  await run.mode('act-low-risk')
  const goal = await run.submit(`Refund 15 EUR for order ${order}, it arrived broken`)
  const slept = () => readActed(join(run.remit.home, 'fail-points.log')).at(0)
  await until('a gateway sleeps', () => slept() !== undefined)
  const sleeper = run.remit.running().find(({ pid }) => pid === slept()?.pid)
  if (sleeper === undefined) throw new Error('who slept is no process of this installation')
  return { run, goal, wake: () => sleeper.kill('SIGCONT') }
}

const findings = async ({ remit }: Scenario, goal: string) => {
  await Promise.all(remit.running().map((one) => one.kill('SIGKILL')))
  const { home, store, shop, helpdesk } = remit
  const systems = [shop, helpdesk]
  return judgeRun(await gatherEvidence({ home, store, systems, acknowledged: [goal], limits: companyLimits }))
}

describe('a gateway that sleeps between its claim and its write', function () {
  this.timeout(200_000)

  it('writes nothing when it wakes after its lease, and nobody wrote in its place', async () => {
    await using checkout = await copyCheckout(shorterTimes)
    const { run, goal, wake } = await startSleeping(checkout.folder)
    await using _ = run
    await run.until(goal, 'put before a person', (looked) => eventsOf(looked, 'EffectUnknown').length > 0)
    await wake()
    // What it was kept from is known now: its effect failed, which a person need not find out any more.
    await run.until(goal, 'told that nothing was written', (looked) =>
      eventsOf(looked, 'EffectFailed').some(({ data }) => data.claim === 1),
    )
    expect(await untilQuiet(run.remit.store, () => [goal], 60_000), 'comes to rest').to.equal(true)
    expect(run.shop.rows(order)).to.deep.equal([])
    const found = await findings(run, goal)
    expect(Object.entries(found).filter(([, list]) => list.length > 0)).to.deep.equal([])
  })

  it('gives money back a second time once claims bind nobody, and the oracle sees it', async () => {
    await using checkout = await copyCheckout([...shorterTimes, ...(brokenGuards.get('claim') ?? [])])
    const { run, goal, wake } = await startSleeping(checkout.folder)
    await using _ = run
    await until('another gateway writes', () => run.shop.rows(order).length === 1)
    await wake()
    await until('the first one writes, too', () => run.shop.rows(order).length === 2)
    const found = await findings(run, goal)
    expect(found.doubled).to.have.length.greaterThan(0)
    expect(found['audit gaps'].join(' ')).to.contain('while claim 1 stood')
  })
})
