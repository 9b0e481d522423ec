import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { startCollector, type Collector } from '../../observability/collector-for-test.ts'
import { treeFaults } from '../../observability/tree-faults-for-test.ts'
import { openApprovals } from '../../supervisor/decider/state.ts'
import { CommandAnswer } from '../../contracts/http/answers.ts'
import { ended, eventsOf, settled, startScenario, type Scenario } from '../integration/scenario.fixture.ts'
import { spawnModelStub, type SpawnedModelStub } from '../model-stub/spawn-model-stub.ts'

const script = fileURLToPath(new URL('./paths-model.fixture.ts', import.meta.url))
const paths = ['one', 'two', 'beside-end', 'beside-handoff', 'text', 'streamed'] as const

describe('whatever way a model takes', function () {
  this.timeout(180_000)
  const standing = new AsyncDisposableStack()
  let run: Scenario
  let stub: SpawnedModelStub
  let collector: Collector
  let next = 9700
  const order = (): string => {
    const id = String((next += 1))
    run.shop.addOrders([{ id, customer: `cus-${id}`, total: 1500 }])
    return id
  }
  const direct = (goal: string, id: string) =>
    run.submit(goal, { workflow: 'refunds-under-50', payload: { order_id: id, amount: 15 } })
  const approveAll = async (goal: string): Promise<void> => {
    const api = await run.remit.client()
    for (const { id } of openApprovals((await run.look(goal))?.goal ?? expect.fail('no goal')))
      await api.call({
        path: 'decision',
        segments: { id },
        method: 'POST',
        body: { decision: 'approve', note: 'looked at' },
        answer: CommandAnswer,
      })
  }

  before(async () => {
    collector = standing.use(await startCollector())
    stub = standing.use(await spawnModelStub({ script }))
    await stub.setMode([{ mode: 'streamed', only: 'path streamed' }])
    run = standing.use(
      await startScenario({
        env: {
          OPENAI_API_KEY: 'sk-stub',
          OPENAI_BASE_URL: stub.baseUrl,
          OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        },
      }),
    )
    await run.ready()
  })
  after(() => standing.disposeAsync())

  it('R6: every model path (streaming or not) is gated alike', async () => {
    const goals = await Promise.all(
      paths.map(async (path) => {
        const id = order()
        return { path, id, goal: await direct(`path ${path} order ${id}`, id) }
      }),
    )
    const asked = new Map<string, number>()
    for (const { path, id, goal } of goals) {
      const looked = await run.until(goal, 'settled', settled)
      expect(eventsOf(looked, 'EffectStarted'), path).to.deep.equal([])
      expect(run.shop.journal(id), path).to.deep.equal([])
      asked.set(path, openApprovals(looked.goal).length)
    }
    // Two calls of one refund are one effect; what is no readable call asks for nothing.
    expect(Object.fromEntries(asked)).to.deep.equal({
      one: 1,
      two: 1,
      'beside-end': 1,
      'beside-handoff': 1,
      text: 0,
      streamed: 0,
    })
  })

  it('R6: every model path, a procedure in code among them, is gated alike', async () => {
    await run.kill('worker')
    const without = run.remit.start('worker', { OPENAI_API_KEY: '', OPENAI_BASE_URL: '' })
    const id = order()
    const goal = await direct(`Refund 15 EUR for order ${id}, it arrived broken`, id)
    const looked = await run.until(goal, 'settled', settled)
    expect(eventsOf(looked, 'ApprovalRequested')).to.have.length(1)
    expect(run.shop.journal(id)).to.deep.equal([])
    const heard = JSON.stringify((await stub.heard()).map(({ request }) => request.messages))
    expect(heard).to.not.contain(`order ${id}, it`)
    await without.kill()
    run.remit.start('worker')
  })

  it('R5: an approval and a handoff in the same model turn: approval first, handoff after', async () => {
    const id = order()
    const goal = await direct(`path beside-handoff order ${id}`, id)
    const waiting = await run.until(goal, 'settled', settled)
    expect(eventsOf(waiting, 'HandedOff')).to.deep.equal([])
    await approveAll(goal)
    const after = await run.until(goal, 'handed on', ({ events }) =>
      events.some(({ type }) => type === 'HandedOff'),
    )
    const order5 = after.events.map(({ type }) => type)
    expect(order5.indexOf('EffectDone')).to.be.greaterThan(order5.indexOf('ApprovalGranted'))
    expect(order5.indexOf('HandedOff')).to.be.greaterThan(order5.indexOf('EffectDone'))
    expect(run.shop.paid(id)).to.deep.equal([1500])
  })

  it('R22: one trace has one root across bus, tools and people', async () => {
    const id = order()
    const goal = await run.submit(`Refund 15 EUR for order ${id}, it arrived broken`)
    await run.until(goal, 'settled', settled)
    await approveAll(goal)
    const { goal: state } = await run.until(goal, 'over', ended)
    const trace = state.traceparent.split('-')[1] ?? ''
    const spans = () => collector.spans.filter((span) => span.trace === trace)
    const names = (): string[] => spans().map(({ name }) => name)
    const end = performance.now() + 20_000
    while (!names().includes('wait for approval') && performance.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 100))
    const distinct = [...new Map(spans().map((span) => [span.id, span])).values()]
    expect(treeFaults(distinct)).to.deep.equal([])
    expect(distinct.filter(({ parent }) => parent === null)).to.have.length(1)
    expect(names().join(' ')).to.contain('shop.refund_order').and.to.contain('wait for approval')
    const agents = distinct.flatMap(({ attributes }) => attributes['remit.agent'] ?? [])
    expect([...new Set(agents)]).to.include.members(['triage', 'support'])
  })

  it('R23: concurrent runs of one compiled graph share nothing', async () => {
    await run.mode('act-low-risk')
    const runs = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const id = order()
        const canary = `canary${index}x${id}`
        const amount = 3 + index
        const goal = await run.submit(`Refund ${amount} EUR for order ${id}, it arrived broken ${canary}`, {
          workflow: 'refunds-under-50',
          payload: { order_id: id, amount, says: canary },
        })
        return { goal, id, canary, amount }
      }),
    )
    for (const { goal, id, canary, amount } of runs) {
      await run.until(goal, 'over', ended)
      expect(run.shop.paid(id), canary).to.deep.equal([amount * 100])
      const told = await run.told(goal)
      expect(told).to.contain(canary)
      const others = runs.filter((one) => one.canary !== canary && told.includes(one.canary))
      expect(others.map((one) => one.canary)).to.deep.equal([])
    }
  })
})
