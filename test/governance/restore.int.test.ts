import { join } from 'node:path'
import { expect } from 'chai'
import { readControlEvent, readGoalEvent } from '../../contracts/events.ts'
import { homeFiles } from '../../contracts/home-files.ts'
import { openSqliteStore } from '../../store/sqlite/open-sqlite-store.ts'
import type { Store } from '../../store/port.ts'
import { replay } from '../../supervisor/decider/evolve.ts'
import type { Goal } from '../../supervisor/decider/state.ts'
import { ended, startScenario, type Scenario } from '../integration/scenario.fixture.ts'

describe('remit backup and restore', function () {
  this.timeout(180_000)
  const standing = new AsyncDisposableStack()
  let run: Scenario
  let store: Store
  let early: string
  const log = 'control/sample'

  const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
    const end = performance.now() + 120_000
    while (!(await holds().catch(() => false))) {
      if (performance.now() > end) throw new Error(`not within 120 s: ${what}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const stopAll = async (): Promise<void> => {
    for (const one of run.remit.running()) await one.kill('SIGTERM')
  }
  const startAll = (): void => {
    for (const kind of ['supervisor', 'gateway', 'worker', 'console'] as const) run.remit.start(kind)
  }
  const remit = async (...args: string[]) => run.cli('maria-keller', ...args)
  const goalOf = async (goal: string): Promise<Goal | null> =>
    replay((await store.load(goal)).map(readGoalEvent))
  const approvalOf = async (goal: string): Promise<string> => {
    const approvals = Object.values((await goalOf(goal))?.approvals ?? {})
    return approvals.find(({ status }) => status === 'open')?.id ?? ''
  }
  const told = async () => (await store.load(log)).map(readControlEvent)
  const approve = async (goal: string): Promise<void> => {
    await until(`${goal} asks`, async () => (await approvalOf(goal)) !== '')
    const ran = await remit('approve', await approvalOf(goal))
    expect(ran.code, ran.err).to.equal(0)
  }

  before(async () => {
    run = standing.use(await startScenario())
    store = run.remit.store
    await run.ready()
    early = await run.submit('Refund 5 EUR for order 1100, it arrived broken')
    await run.until(early, 'asking', ({ goal }) => Object.keys(goal.approvals).length > 0)
    const running = await remit('backup', join(run.remit.home, 'too-early'))
    expect(running.err, 'while it runs').to.contain('Stop it first')
    await stopAll()
    const ran = await remit('backup', join(run.remit.home, 'backup'))
    expect(ran.code, ran.err).to.equal(0)
    // After the backup: the approved refund runs, and another one that the backup knows nothing of.
    startAll()
    await run.ready()
    await approve(early)
    await run.until(early, 'ended', ended)
    const later = await run.submit('Refund 15 EUR for order 1101, it arrived broken')
    await approve(later)
    await run.until(later, 'ended', ended)
    expect([run.shop.paid('1100'), run.shop.paid('1101')]).to.deep.equal([[500], [1500]])
    await stopAll()
    // Twice: what the first one carries over is in its note alone until a start reads it.
    for (const _ of [1, 2]) {
      const restored = await remit('restore', join(run.remit.home, 'backup'))
      expect(restored.code, restored.err).to.equal(0)
    }
    startAll()
    const files = homeFiles(run.remit.home)
    store = standing.use(await openSqliteStore({ file: files.store, keyFile: files.storeKey }))
    await until('quarantine', async () => (await told()).some(({ type }) => type === 'Quarantined'))
    await until('the console', async () => (await remit('halts')).code === 0)
  })
  after(() => standing.disposeAsync())

  it('starts in quarantine, which no halt lifts', async () => {
    const [begun] = (await told()).filter(({ type }) => type === 'Quarantined')
    if (begun?.type !== 'Quarantined') throw new Error('no quarantine')
    expect(begun.data.reason).to.equal('restored')
    expect(begun.data.published).to.be.greaterThan(begun.data.kept)
    expect((await remit('halts')).out).to.contain('quarantine')
    const lifted = await remit('lift', 'everything')
    expect(lifted.err).to.contain('NOT_RECONCILED')
  })

  it('runs nothing a second time once a person has lifted it', async () => {
    const refused = await run.cli('jonas-brandt', 'restored', '--note', 'x')
    expect(refused.err).to.contain('NOT_YOUR_ROLE')
    const lifted = await remit('restored', '--note', 'compared with the bank')
    expect(lifted.code, lifted.err).to.equal(0)
    // The backup has its approval open: approved again, it is looked up before anybody does it.
    await approve(early)
    await until('ended', async () => (await goalOf(early))?.status === 'ended').catch(
      async (error: unknown) => {
        throw new Error(
          (await store.load(early))
            .map(({ type, data }) => `${type} ${JSON.stringify(data['code'] ?? '')}`)
            .join(', '),
          { cause: error },
        )
      },
    )
    const events = (await store.load(early)).map(readGoalEvent)
    const done = events.filter((event) => event.type === 'EffectDone')
    expect(done.map(({ data }) => data.how)).to.deep.equal(['lookup'])
    expect(run.shop.paid('1100')).to.deep.equal([500])
  })

  it('does what is new afterwards as before', async () => {
    const ran = await remit('submit', 'Refund 15 EUR for order 1102, it arrived broken', '--json')
    const goal = /g_[0-9a-f]{24}/.exec(ran.out)?.[0] ?? ''
    await approve(goal)
    await until('ended', async () => (await goalOf(goal))?.status === 'ended')
    expect(run.shop.paid('1102')).to.deep.equal([1500])
  })

  it('leaves a record that verifies', async () => {
    await stopAll()
    const ran = await remit('audit', 'verify')
    expect(ran.out).to.contain('The record is sound')
  })
})
