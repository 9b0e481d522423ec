import { join } from 'node:path'
import { expect } from 'chai'
import { readControlEvent } from '../../contracts/events.ts'
import { homeFiles } from '../../contracts/home-files.ts'
import { openSqliteStore } from '../../store/sqlite/open-sqlite-store.ts'
import type { Store } from '../../store/port.ts'
import { filesHolding } from '../integration/files-holding.fixture.ts'
import { ended, startScenario, type Scenario } from '../integration/scenario.fixture.ts'
import { readActed } from './fail-plan.ts'

const canary = 'Wilhelmina-Canaria-Featherstone'
const control = 'control/sample'
const kinds = ['supervisor', 'gateway', 'worker', 'console'] as const

const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  for (const end = performance.now() + 60_000; !(await holds().catch(() => false));) {
    if (performance.now() > end) throw new Error(`not within 60 s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const startArmed = async (place: string): Promise<Scenario> => {
  const run = await startScenario({ env: { REMIT_FAIL_POINTS: `${place}:kill:1` } })
  await run.ready()
  await run.mode('act-low-risk')
  return run
}

/** A refund that needs nobody, up to its end. */
const refunded = async (run: Scenario, order: string): Promise<string> => {
  const goal = await run.submit(`Refund 15 EUR for order ${order}, it arrived broken. Regards, ${canary}`)
  await run.until(goal, 'ended', ended)
  return goal
}

const supervisorOf = ({ remit }: Scenario) => {
  const [found] = remit.running().filter(({ kind }) => kind === 'supervisor')
  if (found === undefined) throw new Error('no supervisor runs')
  return found
}

/** Waits until this supervisor is dead, of the place and of nothing else. */
const diesAt = async (run: Scenario, place: string, victim: ReturnType<typeof supervisorOf>) => {
  expect(await victim.exited).to.deep.equal({ code: null, signal: 'SIGKILL' })
  expect(readActed(join(run.remit.home, 'fail-points.log'))).to.deep.equal([
    { name: place, action: 'kill', pid: victim.pid },
  ])
}

const stopAll = async ({ remit }: Scenario): Promise<void> => {
  for (const one of remit.running()) await one.kill('SIGTERM')
}

const eventsIn = async (store: Store, ...types: string[]) =>
  (await store.load(control)).map(readControlEvent).filter(({ type }) => types.includes(type))

const expectSound = async (run: Scenario): Promise<void> => {
  await stopAll(run)
  const verdict = await run.cli('maria-keller', 'audit', 'verify')
  expect(verdict.out + verdict.err).to.contain('The record is sound')
}

describe('a supervisor that is killed in the middle of an order about the record', function () {
  this.timeout(240_000)

  for (const place of ['supervisor.erase-ordered', 'supervisor.erase-keys'])
    it(`finishes the erasure after ${place} without being asked again`, async () => {
      await using run = await startArmed(place)
      const { store, home } = run.remit
      const goal = await refunded(run, '1100')
      expect(JSON.stringify(await store.trailOf(goal))).to.contain(canary)
      const customer = /"customer_id":"([^"]+)"/.exec(JSON.stringify(await store.trailOf(goal)))?.[1] ?? ''
      const victim = supervisorOf(run)
      const erase = () => run.cli('maria-keller', 'erase', '--subject', customer)
      const asked = erase()
      await diesAt(run, place, victim)
      expect(await eventsIn(store, 'SubjectErased')).to.deep.equal([])
      run.remit.start('supervisor')
      await until('erased', async () => (await eventsIn(store, 'SubjectErased')).length === 1)
      const ordered = await asked
      expect([0, 4], ordered.err).to.include(ordered.code)
      expect(await store.trailOf(goal)).to.equal(null)
      await until('no file has it', async () => (await filesHolding(home, canary)).length === 0)

      await run.ready()
      const again = await erase()
      expect(again.code, again.err).to.equal(0)
      await until('a second one', async () => (await eventsIn(store, 'SubjectErased')).length === 2)
      expect((await run.look(goal))?.goal.class).to.equal('done-alone')
      expect(run.shop.paid('1100')).to.deep.equal([1500])
      await expectSound(run)
    })

  it('signs with one new key after supervisor.key-rotated, and what the old key signed holds', async () => {
    const place = 'supervisor.key-rotated'
    await using run = await startArmed(place)
    const { store } = run.remit
    const before = await refunded(run, '1100')
    // Who is asked to stop signs the heads of what is new.
    await supervisorOf(run).kill('SIGTERM')
    run.remit.start('supervisor')
    await run.ready()
    expect(await eventsIn(store, 'HeadsSigned')).to.have.length.greaterThan(0)
    const victim = supervisorOf(run)
    const asked = run.cli('maria-keller', 'keys', 'rotate')
    await diesAt(run, place, victim)
    expect(await eventsIn(store, 'KeyRotated')).to.deep.equal([])
    run.remit.start('supervisor')
    await until('rotated', async () => (await eventsIn(store, 'KeyRotated')).length > 0)
    const ordered = await asked
    expect([0, 4], ordered.err).to.include(ordered.code)
    await run.ready()
    const after = await refunded(run, '1101')
    for (const goal of [before, after]) {
      expect(JSON.stringify(await store.trailOf(goal))).to.contain(canary)
    }
    await stopAll(run)
    const told = await eventsIn(store, 'HeadsSigned', 'KeyRotated')
    expect(told.filter(({ type }) => type === 'KeyRotated')).to.have.length(1)
    expect(told.at(-1)?.type, 'signed after it').to.equal('HeadsSigned')
    await expectSound(run)
    // A connection that is opened under the new master key reads both.
    const files = homeFiles(run.remit.home)
    await using opened = new AsyncDisposableStack()
    const anew = await openSqliteStore({ file: files.store, keyFile: files.storeKey })
    opened.defer(() => anew.close())
    for (const goal of [before, after]) expect(JSON.stringify(await anew.trailOf(goal))).to.contain(canary)
  })

  it('is still in quarantine after supervisor.quarantined, and runs nothing until a person lifts it', async () => {
    const place = 'supervisor.quarantined'
    await using run = await startArmed(place)
    await using opened = new AsyncDisposableStack()
    await refunded(run, '1100')
    await stopAll(run)
    const kept = await run.cli('maria-keller', 'backup', join(run.remit.home, 'backup'))
    expect(kept.code, kept.err).to.equal(0)
    const restored = await run.cli('maria-keller', 'restore', join(run.remit.home, 'backup'))
    expect(restored.code, restored.err).to.equal(0)
    const files = homeFiles(run.remit.home)
    const store = await openSqliteStore({ file: files.store, keyFile: files.storeKey })
    opened.defer(() => store.close())
    for (const kind of kinds) run.remit.start(kind)
    await diesAt(run, place, supervisorOf(run))
    run.remit.start('supervisor')
    await until('the console', async () =>
      (await run.cli('maria-keller', 'halts')).out.includes('quarantine'),
    )
    expect(await eventsIn(store, 'Quarantined')).to.have.length(1)

    const ran = await run.cli(
      'maria-keller',
      'submit',
      'Refund 15 EUR for order 1101, it arrived broken',
      '--json',
    )
    const goal = /g_[0-9a-f]{24}/.exec(ran.out)?.[0] ?? ''
    expect(goal, ran.out + ran.err).not.to.equal('')
    await until('halted', async () => (await store.view(goal))?.halted === true)
    const lift = await run.cli('maria-keller', 'lift', 'everything')
    expect(lift.err).to.contain('NOT_RECONCILED')
    expect(run.shop.paid('1101')).to.deep.equal([])
    const lifted = await run.cli('maria-keller', 'restored', '--note', 'compared with the bank')
    expect(lifted.code, lifted.err).to.equal(0)
    await until('ended', async () => typeof (await store.view(goal))?.ended === 'string')
    expect(run.shop.paid('1101')).to.deep.equal([1500])
    const [, lifting, ...more] = await eventsIn(store, 'Quarantined', 'Restored')
    expect([lifting?.type, more.length]).to.deep.equal(['Restored', 0])
    const started = (await store.load(goal)).filter(({ type }) => type === 'TaskStarted')
    expect(started).to.have.length.greaterThan(0)
    for (const { at } of started) expect(at > (lifting?.meta.at ?? 'z')).to.equal(true)
    await expectSound(run)
  })
})
