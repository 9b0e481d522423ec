import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { allUsers, openClient } from '../../bus/bus-names.ts'
import { ensureCredentials } from '../../bus/credentials.ts'
import { homeFiles } from '../../contracts/home-files.ts'
import { foundAgentNames } from '../../worker/found-agent-names.ts'
import { root } from '../harness/installation.ts'
import { runRemit, type Ran } from './run-remit.fixture.ts'
import { impatient, sampleConfig } from './sample-config.fixture.ts'
import { ended, eventsOf, onlyEffect, startScenario, type Scenario } from './scenario.fixture.ts'

const nowhere = 'nats://127.0.0.1:1'
const natsServer = process.env['REMIT_NATS_SERVER']
const server: Record<string, string> = natsServer === undefined ? {} : { REMIT_NATS_SERVER: natsServer }

const runMain = async (kind: string, env: Record<string, string>): Promise<Ran> => {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, kind, 'main.ts')],
    {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const exited = once(child, 'exit')
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  await exited
  return { code: child.exitCode, out, err }
}

describe('what cannot be reached, is slow, or answers against its own schema', function () {
  this.timeout(90_000)
  const standing = new AsyncDisposableStack()
  let run: Scenario
  let again: ChildProcess | null = null
  let waiting = ''
  before(async () => {
    const config = standing.use(await sampleConfig([impatient]))
    run = standing.use(await startScenario({ config: config.folder }))
    standing.defer(async () => {
      if (again === null || again.exitCode !== null) return
      again.kill('SIGKILL')
      await once(again, 'exit')
    })
    await run.ready()
    await run.mode('act-low-risk')
  })
  after(() => standing.disposeAsync())

  const stopShop = async (): Promise<void> => {
    const child = run.remit.shop.process
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  /** The same shop at the same address, as an operator would start it again. */
  const startShop = async (): Promise<void> => {
    const { data, tokenFile, url } = run.remit.shop
    const main = join(root, 'examples', 'company', 'shop', 'main.ts')
    const args = ['--port', new URL(url).port, '--data', data, '--token-file', tokenFile]
    again = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    if (again.stdout) await once(again.stdout, 'data')
  }
  const withPerson = ({ goal }: { goal: { status: string } }): boolean => goal.status === 'with-person'

  it('is done once where the answer to a write breaks its schema, or is 20 MB long', async () => {
    for (const [fault, order] of [
      ['bad_output', '1130'],
      ['huge', '1131'],
    ] as const) {
      await run.shop.fault(fault)
      const looked = await run.settle(`Refund 15 EUR for order ${order}, it arrived broken`)
      expect(looked.goal.class, fault).to.equal('done-alone')
      expect(
        eventsOf(looked, 'EffectSettling').map(({ data }) => data.code),
        fault,
      ).to.deep.equal(['BAD_OUTPUT'])
      expect(run.shop.paid(order), fault).to.deep.equal([1500])
      expect(run.shop.journal(order), fault).to.have.length(1)
    }
  })
  it('refuses where a fact breaks its schema, and tells a person which', async () => {
    await run.shop.fault('bad_output', 1, 'get_customer')
    const looked = await run.settle('Refund 15 EUR for order 1132, it arrived broken')
    expect(looked.goal.status).to.equal('with-person')
    expect(looked.goal.escalation?.code).to.equal('FACTS_UNREADABLE')
    expect(onlyEffect(looked)).to.include({ status: 'refused', code: 'FACTS_UNREADABLE' })
    expect(JSON.stringify(await run.trail(looked.goal.id, looked.goal.escalation?.why ?? ''))).to.contain(
      'customer',
    )
    expect(run.shop.paid('1132')).to.deep.equal([])
  })
  it('puts the goal before a person where a read takes too long, and nothing else waits for it', async () => {
    await run.shop.fault('slow:6000', 1, 'get_order')
    const slow = await run.submit('Refund 15 EUR for order 1133, it arrived broken')
    await run.until(slow, 'at work with support', (now) => eventsOf(now, 'TaskStarted').length > 1)
    const other = await run.settle('Refund 15 EUR for order 1134, it arrived broken')
    const looked = await run.until(slow, 'settled', (now) => withPerson(now) || ended(now))
    const fine = looked.goal.class ?? other.goal.class
    expect([looked.goal.status, other.goal.status].toSorted()).to.deep.equal(['ended', 'with-person'])
    expect(fine).to.equal('done-alone')
    const stopped = looked.goal.status === 'with-person' ? looked : other
    const steps = await run.told(stopped.goal.id)
    expect(steps).to.contain('TOOL_TIMEOUT')
  })
  it('puts what is asked while it is down before a person, who resumes it when it is back', async () => {
    const { goal: asked } = await run.settle('Refund 35 EUR for order 1160, it arrived broken')
    const approval = Object.keys(asked.approvals)[0] ?? ''
    waiting = asked.id
    await stopShop()
    expect((await run.cli('operator', 'approve', approval)).code).to.equal(0)
    const goal = await run.submit('Refund 15 EUR for order 1135, it arrived broken')
    const down = await run.until(goal, 'with a person', withPerson)
    expect(await run.told(goal)).to.contain('SYSTEM_DOWN')
    expect(down.goal.escalation?.code).to.equal('ASKED')
    // The helpdesk is up, and is read on.
    const ticket = await run.submit('Please refund as asked in ticket T-3')
    await run.until(ticket, 'with a person', withPerson)
    expect(await run.told(ticket))
      .to.contain('helpdesk.get_ticket')
      .and.to.contain('19 EUR')
    await startShop()
    expect(run.shop.rows('1135')).to.deep.equal([])
    expect((await run.cli('operator', 'resume', goal, '--note', 'the shop is back')).code).to.equal(0)
    const looked = await run.until(goal, 'ended', ended)
    expect([looked.goal.class, run.shop.paid('1135')]).to.deep.equal(['done-approved', [1500]])
  })

  // The order to run goes out again every 30 s; meanwhile:
  describe('a start that cannot be', function () {
    this.timeout(60_000)
    let home: string
    beforeEach(async () => {
      home = await mkdtemp(join(tmpdir(), 'remit-start-'))
    })
    afterEach(() => rm(home, { recursive: true, force: true }))

    const up = (env: Record<string, string>): Promise<Ran> =>
      runRemit({ REMIT_HOME: home, ...server, ...env }, 'up', '--exit')

    for (const setting of ['REMIT_PORT', 'NATS_PORT'])
      it(`says that the port of ${setting} is taken, where it was set by hand`, async () => {
        const holder = createServer().listen(0, '127.0.0.1')
        await once(holder, 'listening')
        const address = holder.address()
        const port = typeof address === 'object' && address !== null ? String(address.port) : ''
        const ran = await up({ [setting]: port })
        holder.close()
        expect(ran.code).to.equal(1)
        for (const words of ['The port is in use', port, setting]) expect(ran.err).to.contain(words)
      })
    it('says where NATS cannot be reached, whichever process it is', async () => {
      await ensureCredentials(homeFiles(home).nats, allUsers(await foundAgentNames(), [openClient]))
      const starts = ['supervisor', 'gateway', 'worker', 'console'].map((kind) =>
        runMain(kind, {
          REMIT_HOME: home,
          REMIT_CONFIG: join(root, 'config'),
          REMIT_PORT: '0',
          NATS_URL: nowhere,
        }),
      )
      for (const ran of [...(await Promise.all(starts)), await up({ NATS_URL: nowhere })]) {
        expect(ran.code).to.equal(1)
        for (const words of ['NATS cannot be reached', nowhere, 'is NATS_URL right?'])
          expect(ran.err).to.contain(words)
        expect(ran.err.trim().split('\n'), ran.err).to.have.length(1)
      }
    })
    it('says which file of the store cannot be had, and why', async () => {
      const { store, nats } = homeFiles(home)
      await mkdir(store, { recursive: true })
      await ensureCredentials(nats, allUsers(await foundAgentNames(), [openClient]))
      const env = { REMIT_HOME: home, REMIT_CONFIG: join(root, 'config'), REMIT_PORT: '0', NATS_URL: nowhere }
      for (const ran of [await runMain('supervisor', env), await runMain('console', env), await up({})]) {
        expect(ran.code).to.equal(1)
        for (const words of ['The store cannot be reached', store, 'reason: '])
          expect(ran.err).to.contain(words)
      }
      const doctor = await runRemit({ REMIT_HOME: home }, 'doctor')
      expect(doctor.code).to.equal(1)
      expect(doctor.out)
        .to.match(/FAIL +store: STORE_UNREACHABLE/)
        .and.to.contain(store)
    })
    it('says which settings are wrong, all at once', async () => {
      const ran = await up({ NATS_PORT: 'high', LOG_LEVEL: 'loud' })
      expect(ran.code).to.equal(2)
      for (const words of ['NATS_PORT', 'LOG_LEVEL']) expect(ran.err).to.contain(words)
    })
  })

  describe('in the end', () => {
    it('runs what was approved while the shop was down, once it is back', async () => {
      const ran = await run.until(waiting, 'ended', ended)
      expect([ran.goal.class, run.shop.paid('1160')]).to.deep.equal(['done-approved', [3500]])
      expect(run.shop.journal('1160')).to.have.length(1)
    })
  })
})
