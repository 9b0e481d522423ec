import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { z } from 'zod'
import { goalIdOf } from '../../contracts/goal-id.ts'
import { eventsOf, startScenario, type Scenario } from './scenario.fixture.ts'

const python = process.env['REMIT_TEST_PYTHON'] ?? ''
const client = fileURLToPath(new URL('client.py', import.meta.url))

const Told = z.discriminatedUnion('what', [
  z.object({ what: z.literal('stored'), stream: z.string(), seq: z.int() }),
  z.object({ what: z.literal('answered'), answer: z.looseObject({}) }),
  z.object({
    what: z.literal('event'),
    subject: z.string(),
    headers: z.record(z.string(), z.string()),
    data: z.looseObject({}),
  }),
])
type Told = z.infer<typeof Told>

const runClient = async (...args: string[]): Promise<Told[]> => {
  const child = spawn(python, [client, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const said = await text(child.stdout)
  expect(await exited, said).to.equal(0)
  return said
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Told.parse(JSON.parse(line)))
}

describe('a client in Python', function () {
  this.timeout(90_000)
  const standing = new AsyncDisposableStack()
  const trace = '0af7651916cd43dd8448eb211c80319c'
  const caller = 'b7ad6b7169203331'
  const goal = goalIdOf('local', 'python-1')
  const words = 'Refund 15 EUR for order 1110, it arrived broken'
  let run: Scenario
  let told: Told[]
  const of = <W extends Told['what']>(what: W): Extract<Told, { what: W }>[] =>
    told.filter((one): one is Extract<Told, { what: W }> => one.what === what)
  const ours = () => of('event').filter(({ subject }) => subject.startsWith(`remit.events.local.${goal}.`))

  before(async function () {
    if (python === '') {
      console.log('      skipped: set REMIT_TEST_PYTHON to a Python with nats-py')
      this.skip()
    }
    run = standing.use(await startScenario())
    await run.ready()
    await run.mode('act-low-risk')
    const submission = { id: 'python-1', goal: words, requester: 'Anna Weber' }
    told = await runClient(run.remit.natsUrl, JSON.stringify(submission), `00-${trace}-${caller}-01`)
  })
  after(() => standing.disposeAsync())

  it('is told that its goal is stored', () => {
    expect(of('stored').map(({ seq }) => seq)).to.deep.equal([1, 2, 3])
  })
  it('hears each event of its goal once, in order, as the record has them, without content', async () => {
    const looked = await run.look(goal)
    const recorded = looked?.events.map(({ meta }) => meta.id) ?? []
    expect(ours().map(({ headers }) => headers['ce-id'])).to.deep.equal(recorded)
    expect(ours()[0]?.subject).to.equal(`remit.events.local.${goal}.accepted`)
    expect(ours().at(-1)).to.deep.include({ subject: `remit.events.local.${goal}.ended` })
    expect(ours().at(-1)?.data).to.include({ class: 'done-alone' })
    expect(JSON.stringify(ours())).not.to.match(/arrived broken|Anna Weber/)
  })
  it('moves the money once, in the shop that it never heard of', () => {
    expect(run.shop.paid('1110')).to.deep.equal([1500])
    expect(run.shop.journal('1110')).to.have.length(1)
  })
  it('gets the same goal for the same id and content, however it asks', async () => {
    expect(of('answered')[0]?.answer).to.deep.equal({ id: goal, status: 'ended', durable: 'power-loss' })
    const looked = await run.look(goal)
    expect(looked && eventsOf(looked, 'GoalAccepted')).to.have.length(1)
  })
  it('gets an error for the same id with other content, asked or stored', async () => {
    expect(of('answered')[1]?.answer).to.have.nested.property('error.code', 'ID_REUSED')
    const rejected = of('event').filter(({ subject }) => subject.endsWith('.rejected'))
    expect(rejected.map(({ subject }) => subject)).to.deep.equal(['remit.events.local.intake-3.rejected'])
    expect(rejected[0]?.data).to.include({ code: 'ID_REUSED' })
    expect((await run.look(goal))?.goal.status).to.equal('ended')
  })
  it('finds its own trace in the goal and in every event of it', async () => {
    const looked = await run.look(goal)
    const accepted = looked ? eventsOf(looked, 'GoalAccepted')[0] : undefined
    expect(accepted?.meta.traceparent).to.match(new RegExp(`^00-${trace}-`))
    expect(accepted?.data.span).to.match(new RegExp(`<${caller}$`))
    for (const { headers, subject } of ours())
      expect(headers['traceparent'], subject).to.match(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`))
  })
})
