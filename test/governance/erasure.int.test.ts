import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { jetstream } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { expect } from 'chai'
import { statusOf } from '../../supervisor/decider/state.ts'
import { ended, startScenario, type Scenario } from '../integration/scenario.fixture.ts'

const canary = 'Wilhelmina-Canaria-Featherstone'
const spellings = [
  canary,
  Buffer.from(canary).toString('base64').slice(0, 36),
  Buffer.from(`x${canary}`).toString('base64').slice(4, 36),
  Buffer.from(`xx${canary}`).toString('base64').slice(4, 36),
]

/** Files of the installation that hold the canary. The sample systems are the company's own, and keep what they keep. */
const holding = async (home: string): Promise<string[]> => {
  const files = (await readdir(home, { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(home, file).startsWith('company/'))
  const found: string[] = []
  for (const file of files) {
    const bytes = await readFile(file).catch(() => Buffer.alloc(0))
    if (spellings.some((one) => bytes.includes(one))) found.push(relative(home, file))
  }
  return found
}

describe('remit erase', function () {
  this.timeout(180_000)
  const standing = new AsyncDisposableStack()
  let run: Scenario
  let approved: string
  let failed: string
  let held: string[]

  const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
    const end = performance.now() + 60_000
    while (!(await holds())) {
      if (performance.now() > end) throw new Error(`not within 60 s: ${what}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const control = () => run.remit.store.load('control/sample')

  before(async () => {
    run = standing.use(await startScenario())
    await run.ready()
    const text = `Refund 15 EUR for order 1100, it arrived broken. Regards, ${canary}`
    approved = await run.submit(text)
    await run.until(approved, 'waiting', ({ goal }) => statusOf(goal) === 'waiting')
    // A failed attempt: its worker is killed while a second goal is at work.
    failed = await run.submit(`Refund 15 EUR for order 1101, it arrived broken. Regards, ${canary}`)
    await run.until(failed, 'assigned', ({ goal }) => Object.keys(goal.tasks).length > 0)
    await run.kill('worker')
    run.remit.start('worker')
    const inbox = await run.until(approved, 'waiting', ({ goal }) => Object.keys(goal.approvals).length > 0)
    const [approval] = Object.keys(inbox.goal.approvals)
    const rejected = await run.cli('maria-keller', 'approve', approval ?? '', '--note', `yes, ${canary}`)
    expect(rejected.code, rejected.err).to.equal(0)
    await run.until(approved, 'ended', ended)
    await run.until(failed, 'waiting', ({ goal }) => Object.keys(goal.approvals).length > 0)
    await run.cli('maria-keller', 'cancel', failed, '--note', canary)
    await run.until(failed, 'ended', ended)
    // What is on its way lies in the files of the bus; nobody takes it while there is no supervisor.
    await run.kill('supervisor')
    const nats = await connect({ servers: run.remit.natsUrl })
    await jetstream(nats).publish('remit.intake', `{"goal": "half, ${canary}`)
    await nats.close()
    held = await holding(run.remit.home)
    run.remit.start('supervisor')
    await until('a dead letter', async () => (await run.remit.store.deadLetters()).length > 0)
  })
  after(() => standing.disposeAsync())

  it('is needed: the name lies in the files of the bus, and content can be read', async () => {
    expect(held.some((file) => file.startsWith('nats/'))).to.equal(true)
    const found = await run.remit.store.trailOf(approved)
    expect(JSON.stringify(found)).to.contain(canary)
  })

  it('leaves no trace of a name in any file, and the record sound', async () => {
    const [goal] = (await run.look(approved))?.events ?? []
    expect(goal?.type).to.equal('GoalAccepted')
    const order = await run.remit.store.trailOf(approved)
    const customer = /"customer_id":"([^"]+)"/.exec(JSON.stringify(order))?.[1]
    if (customer === undefined) throw new Error('no customer was read')
    const ran = await run.cli('maria-keller', 'erase', '--subject', customer, '--mentions', canary)
    expect(ran.code, ran.err).to.equal(0)
    const other = await run.cli('maria-keller', 'erase', '--subject', failed)
    expect(other.code, other.err).to.equal(0)
    await until(
      'erased',
      async () => (await control()).filter(({ type }) => type === 'SubjectErased').length >= 2,
    )
    expect(await run.remit.store.trailOf(approved)).to.equal(null)
    expect(await run.remit.store.trailOf(failed)).to.equal(null)
    expect(await run.remit.store.deadLetters()).to.deep.equal([])
    await until('no file has it', async () => (await holding(run.remit.home)).length === 0)
    const events = JSON.stringify([await control(), await run.remit.store.load(approved)])
    expect(events).not.to.contain(canary)
    expect(
      JSON.stringify((await control()).filter(({ type }) => type.startsWith('SubjectEras'))),
    ).not.to.contain(customer)
  })

  it('leaves exports without it, with the goal named as erased', async () => {
    const file = join(run.remit.home, 'after.jsonl')
    const ran = await run.cli('maria-keller', 'audit', 'export', file, '--content')
    expect(ran.code, ran.err).to.equal(0)
    const text = await readFile(file, 'utf8')
    expect(text).not.to.contain(canary)
    expect(text).to.contain(`{"kind":"erased","goal":"${approved}"}`)
    const verdict = await run.cli('maria-keller', 'audit', 'verify', file)
    expect(verdict.out).to.contain('The record is sound')
  })

  it('keeps what was done and at what amount', async () => {
    const looked = await run.look(approved)
    expect(looked?.goal.class).to.equal('done-approved')
    expect(run.shop.paid('1100')).to.deep.equal([1500])
  })

  it('is refused while a goal about the subject is open', async () => {
    const goal = await run.submit(`Refund 15 EUR for order 1102, it arrived broken`)
    await run.until(goal, 'waiting', ({ goal: now }) => Object.keys(now.approvals).length > 0)
    const refused = await run.cli('maria-keller', 'erase', '--subject', goal)
    expect([refused.code, refused.err.includes('GOALS_OPEN')]).to.deep.equal([1, true])
    expect(await run.remit.store.trailOf(goal)).not.to.equal(null)
  })

  it('belongs to a role', async () => {
    const refused = await run.cli('jonas-brandt', 'erase', '--subject', 'C99')
    expect(refused.err).to.contain('NOT_YOUR_ROLE')
  })
})
