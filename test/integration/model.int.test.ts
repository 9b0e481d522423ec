import { expect } from 'chai'
import type { ModeName } from '../model-stub/modes.ts'
import { spawnModelStub, type SpawnedModelStub } from '../model-stub/spawn-model-stub.ts'
import { eventsOf, settled, startScenario, type Looked, type Scenario } from './scenario.fixture.ts'

type Case = [mode: ModeName, times: number | null, end: string, paid: number[]]

/** What a fault of the model leads to, where each of its tasks meets it once, and where it never stops. */
const table: Case[] = [
  ['normal', null, 'done-alone', [1500]],
  ['two-calls', null, 'done-alone', [1500]],
  ['twice', 1, 'done-alone', [1500]],
  ['unknown-tool', 1, 'done-alone', [1500]],
  ['unknown-tool', null, 'with-person AGENT_FAILED', []],
  ['wrong-types', 1, 'done-alone', [1500]],
  ['wrong-types', null, 'with-person TOO_MANY_FAILURES', []],
  ['broken-json', 1, 'done-alone', [1500]],
  ['broken-json', null, 'with-person TOO_MANY_FAILURES', []],
  ['text', 1, 'done-alone', [1500]],
  ['text', null, 'with-person NO_OUTCOME', []],
  ['length', 1, 'done-alone', [1500]],
  ['length', null, 'with-person TOO_MANY_FAILURES', []],
  ['refusal', 1, 'done-alone', [1500]],
  ['refusal', null, 'with-person NO_OUTCOME', []],
  ['nothing', 1, 'done-alone', [1500]],
  ['nothing', null, 'with-person NO_OUTCOME', []],
  ['unauthorised', null, 'with-person MODEL_UNAUTHORISED', []],
  ['cut', 1, 'done-alone', [1500]],
  // What is lost counts as spent in full, so tokens run out first.
  ['cut', null, 'with-person OVER_BUDGET', []],
  ['stall', 1, 'done-alone', [1500]],
  ['stall', null, 'with-person OVER_BUDGET', []],
  ['html', 1, 'done-alone', [1500]],
  ['html', null, 'with-person MODEL_FAILED', []],
]

const endOf = ({ goal }: Looked): string =>
  goal.status === 'ended' ? String(goal.class) : `${goal.status} ${goal.escalation?.code ?? ''}`

describe('a team of agents with a faulty model', function () {
  this.timeout(120_000)
  const standing = new AsyncDisposableStack()
  let run: Scenario
  let stub: SpawnedModelStub
  let looked: Looked[]
  const orders = table.map((_, index) => `${9600 + index}`)
  const goals = orders.map((order) => `Refund 15 EUR for order ${order}, it arrived broken`)

  before(async () => {
    stub = standing.use(await spawnModelStub())
    run = standing.use(
      await startScenario({
        env: {
          OPENAI_API_KEY: 'sk-canary-0123456789abcdef',
          OPENAI_BASE_URL: stub.baseUrl,
          OPENAI_TIMEOUT_SECONDS: '0.5',
        },
      }),
    )
    run.shop.addOrders(orders.map((id) => ({ id, customer: `cus-${id}`, total: 1500 })))
    // The support agent's tasks meet the fault: they hold the call that moves money.
    await stub.setMode(
      table.map(([mode, times], index) => ({
        mode,
        times,
        only: `"support.refund@1","goal":"${goals[index]}"`,
      })),
    )
    await run.ready()
    await run.mode('act-low-risk')
    looked = await Promise.all(goals.map((goal) => run.settle(goal)))
    const rows = table.map(([mode, times], index) => {
      const one = looked[index]
      const paid = run.shop.paid(orders[index] ?? '').join(' + ')
      const end = one === undefined ? '' : endOf(one)
      return `      ${mode.padEnd(13)} ${times === null ? 'always' : 'once  '} ${end.padEnd(32)} ${paid || '-'}`
    })
    console.log(
      ['      model         when   end                              refunds (cents)', ...rows].join('\n'),
    )
  })
  after(() => standing.disposeAsync())

  for (const [index, [mode, times, end, paid]] of table.entries())
    it(`ends ${end} where it answers with ${mode}${times === null ? ' always' : ' once a task'}`, () => {
      const one = looked[index]
      expect(one === undefined ? '' : endOf(one)).to.equal(end)
      const order = orders[index] ?? ''
      expect(run.shop.paid(order)).to.deep.equal(paid)
      expect(run.shop.journal(order)).to.have.length(paid.length)
      expect(one === undefined ? [] : eventsOf(one, 'EffectDone')).to.have.length(paid.length)
    })

  it('kept every conversation such that a provider takes it', async () => {
    expect((await stub.heard()).flatMap(({ fault }) => fault ?? [])).to.deep.equal([])
  })
  it('tells the person which call failed three times', async () => {
    for (const [index, [mode, , end]] of table.entries()) {
      if (end !== 'with-person TOO_MANY_FAILURES') continue
      const goal = looked[index]?.goal
      const why = JSON.stringify(await run.trail(goal?.id ?? '', goal?.escalation?.why ?? ''))
      expect(why, mode).to.contain('failed or was refused 3 times').and.to.contain('BAD_ARGUMENTS')
    }
  })
  it('says in the record what is wrong with the key, and never the key', async () => {
    const index = table.findIndex(([mode]) => mode === 'unauthorised')
    const goal = looked[index]?.goal
    const why = JSON.stringify(await run.trail(goal?.id ?? '', goal?.escalation?.why ?? ''))
    expect(why).to.contain('OPENAI_API_KEY').and.not.to.contain('canary')
  })
  it('leaves a goal that a person can take over', async () => {
    const index = table.findIndex(([mode, times]) => mode === 'text' && times === null)
    const goal = looked[index]?.goal.id ?? ''
    const ran = await run.cli('operator', 'resolve', goal, '--note', 'called the customer')
    expect([ran.code, ran.err]).to.deep.equal([0, ''])
    expect((await run.until(goal, 'ended', settled)).goal.class).to.equal('by-person')
  })
})
