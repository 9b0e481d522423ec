import { cp, mkdtemp, rm } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { z } from 'zod'
import { Envelope } from '../../contracts/envelope.ts'
import { homeFiles } from '../../contracts/home-files.ts'
import { hashEvent } from '../../store/hash-chain.ts'
import { runRemit, type Ran } from './run-remit.fixture.ts'
import { ended, startScenario } from './scenario.fixture.ts'

const Commit = z.object({ seq: z.int(), log: z.string(), last: z.int(), events: z.string() })
const Events = z.array(Envelope)

/** The rows of a store as somebody with the file alone can change them. */
const tampering = (db: DatabaseSync) => {
  const commits = (log: string) =>
    z
      .array(Commit)
      .parse(db.prepare('SELECT seq, log, last, events FROM commits WHERE log = ? ORDER BY last').all(log))
  const write = (seq: number, events: Envelope[]) =>
    db.prepare('UPDATE commits SET events = ? WHERE seq = ?').run(JSON.stringify(events), seq)
  return {
    commits,
    eventsOf: (log: string): { seq: number; events: Envelope[] }[] =>
      commits(log).map(({ seq, events }) => ({ seq, events: Events.parse(JSON.parse(events)) })),
    write,
    run: (sql: string, ...values: (string | number)[]) => db.prepare(sql).run(...values),
  }
}
type Tampering = ReturnType<typeof tampering>

describe('remit audit verify', function () {
  this.timeout(60_000)
  const standing = new AsyncDisposableStack()
  let home: string
  let first: string
  let second: string

  before(async () => {
    const run = await startScenario()
    home = await mkdtemp(join(tmpdir(), 'remit-audit-'))
    standing.defer(() => rm(home, { recursive: true, force: true }))
    try {
      await run.ready()
      await run.mode('act-low-risk')
      const goals = await Promise.all(
        ['1100', '1101'].map((order) => run.submit(`Refund 15 EUR for order ${order}, it arrived broken`)),
      )
      for (const goal of goals) await run.until(goal, 'ended', ended)
      ;[first = '', second = ''] = goals
      // Who is asked to stop signs the heads of what is new before it goes.
      for (const one of run.remit.running()) await one.kill('SIGTERM')
      await cp(join(run.remit.home, 'store'), join(home, 'store'), { recursive: true })
      await cp(join(run.remit.home, 'keys'), join(home, 'keys'), { recursive: true })
    } finally {
      await run[Symbol.asyncDispose]()
    }
  })
  after(() => standing.disposeAsync())

  const verify = async (tamper?: (rows: Tampering) => void): Promise<Ran> => {
    const copy = await mkdtemp(join(tmpdir(), 'remit-audit-'))
    try {
      await cp(home, copy, { recursive: true })
      if (tamper) {
        const db = new DatabaseSync(homeFiles(copy).store)
        tamper(tampering(db))
        db.close()
      }
      return await runRemit({ REMIT_HOME: copy }, 'audit', 'verify')
    } finally {
      await rm(copy, { recursive: true, force: true })
    }
  }
  const expectFault = (ran: Ran, log: string, ...words: string[]): void => {
    expect(ran.code, ran.out + ran.err).to.equal(1)
    expect(ran.out).to.contain('NOT sound')
    const lines = ran.out.split('\n').filter((line) => line.startsWith(log))
    for (const word of words) expect(lines.join('\n')).to.contain(word)
  }

  it('finds an untouched record sound, all of it under signed heads', async () => {
    const ran = await verify()
    expect([ran.code, ran.err]).to.deep.equal([0, ''])
    expect(ran.out).to.contain('The record is sound')
    expect(ran.out).not.to.contain(`Not under a signed head yet: ${first}`)
  })
  it('names an edited event whose hash was made anew', async () => {
    const ran = await verify(({ eventsOf, write }) => {
      const commit = eventsOf(first).find(({ events }) => events.some(({ type }) => type === 'EffectStarted'))
      const events = (commit?.events ?? []).map((event) => {
        if (event.type !== 'EffectStarted') return event
        const edited = { ...event, data: { ...event.data, amount: { amount: '1.00', currency: 'EUR' } } }
        return { ...edited, hash: hashEvent(edited) }
      })
      write(commit?.seq ?? 0, events)
    })
    expectFault(ran, first, 'chain')
  })
  it('names an edited last event, whose hash nothing follows', async () => {
    const ran = await verify(({ eventsOf, write, run }) => {
      const commit = eventsOf(first).at(-1)
      const last = commit?.events.at(-1)
      if (!commit || !last) throw new Error('no events')
      const edited = { ...last, data: { ...last.data, class: 'declined' } }
      const hash = hashEvent(edited)
      write(commit.seq, [...commit.events.slice(0, -1), { ...edited, hash }])
      run('UPDATE heads SET hash = ? WHERE log = ?', hash, first)
    })
    expectFault(ran, first, 'signed-head')
  })
  it('names a log whose last event is gone, also where the head was set back with it', async () => {
    const ran = await verify(({ eventsOf, run }) => {
      const commits = eventsOf(first)
      const gone = commits.at(-1)
      const last = commits.at(-2)?.events.at(-1)
      run('DELETE FROM commits WHERE seq = ?', gone?.seq ?? 0)
      run('UPDATE heads SET version = ?, hash = ? WHERE log = ?', last?.version ?? 0, last?.hash ?? '', first)
    })
    expectFault(ran, first, 'truncated')
  })
  it('names a goal that is gone as a whole', async () => {
    const ran = await verify(({ run }) => {
      for (const table of ['commits', 'heads']) run(`DELETE FROM ${table} WHERE log = ?`, first)
    })
    expectFault(ran, first, 'missing', 'The whole log is gone')
  })
  it('names two events that were swapped', async () => {
    const ran = await verify(({ eventsOf, write }) => {
      const commit = eventsOf(first).find(({ events }) => events.length > 1)
      const [one, two, ...rest] = commit?.events ?? []
      if (!commit || !one || !two) throw new Error('no commit of two')
      write(commit.seq, [two, one, ...rest])
    })
    expectFault(ran, first, 'order')
  })
  it('names two commits that were swapped', async () => {
    const ran = await verify(({ commits, run }) => {
      const [one, two] = commits(first)
      if (!one || !two) throw new Error('no two commits')
      run('UPDATE commits SET events = ? WHERE seq = ?', two.events, one.seq)
      run('UPDATE commits SET events = ? WHERE seq = ?', one.events, two.seq)
    })
    expectFault(ran, first, 'order')
  })
  it("names an event that was copied into another goal's log", async () => {
    const ran = await verify(({ eventsOf, write }) => {
      const from = eventsOf(first).at(-1)?.events.at(-1)
      const into = eventsOf(second).at(-1)
      if (!from || !into) throw new Error('no events')
      write(into.seq, [...into.events.slice(0, -1), from])
    })
    expectFault(ran, second, 'foreign')
  })
  it("names an event of another goal that was dressed as this one's", async () => {
    const ran = await verify(({ eventsOf, write }) => {
      const from = eventsOf(first).flatMap(({ events }) => events)
      const into = eventsOf(second).find(({ events }) => events.some(({ type }) => type === 'EffectDone'))
      const events = (into?.events ?? []).map((event) => {
        const copied = from.find(({ type }) => type === event.type)
        if (event.type !== 'EffectDone' || !copied) return event
        const { id, goal, version, prev } = event
        const dressed = { ...copied, id, goal, version, prev }
        return { ...dressed, hash: hashEvent(dressed) }
      })
      write(into?.seq ?? 0, events)
    })
    expectFault(ran, second, 'chain')
  })
})
