import { createConnection } from 'node:net'
import { JetStreamApiError } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { expect } from 'chai'
import { RemitError } from '../contracts/errors.ts'
import type { Bus } from './connect.ts'
import { ensureStreams } from './ensure-streams.ts'
import type { Incoming } from './incoming.ts'
import { mailbox } from './mailbox.fixture.ts'
import { startTestNats } from './start-nats-for-test.ts'
import type { TestNats } from './start-nats-for-test.ts'

const agents = ['triage', 'support', 'finance']

/** Kills the server and resolves when this bus is connected to the next one. */
const killServer = (nats: TestNats, bus: Bus): Promise<void> =>
  new Promise((resolve, reject) => {
    const forget = bus.onReconnect(() => {
      forget()
      resolve()
    })
    const pid = nats.server.pid()
    if (pid === undefined) reject(new Error('no server'))
    else process.kill(pid, 'SIGKILL')
  })

type Letter = { body: string; headers: Map<string, string> }

const deadLetters = async (bus: Bus): Promise<Map<string, Letter>> => {
  const manager = await bus.manager()
  const { state } = await manager.streams.info(bus.streams.dead)
  const found = new Map<string, Letter>()
  for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
    const stored = await manager.streams.getMessage(bus.streams.dead, { seq })
    if (stored === null) continue
    const headers = new Map([...stored.header].map(([name, values]) => [name, values[0] ?? '']))
    found.set(headers.get('Remit-Sequence') ?? '', { body: stored.string(), headers })
  }
  return found
}

describe('bus recovery', function () {
  this.timeout(60_000)
  let nats: TestNats
  beforeEach(async () => {
    nats = await startTestNats(process.env)
  })
  afterEach(() => nats[Symbol.asyncDispose]())

  it('goes on after kill -9 of the server: file streams keep, memory streams are made again', async () => {
    const supervisor = await nats.supervisor()
    const triage = await nats.agent('triage')
    const states = mailbox<string>()
    const tasks = mailbox<Incoming>()
    const outcomes = mailbox<Incoming>()
    await using work = triage.consume({
      stream: triage.streams.tasks,
      consumer: 'triage',
      max: 2,
      handler: async (m) => tasks.put(m),
      onState: (state) => states.put(state.status),
    })
    await triage.publish(triage.subjects.outcomes('triage'), { kept: true })

    await killServer(nats, supervisor)
    expect(nats.server.restarts()).to.equal(1)
    const gone = await (await supervisor.manager()).streams.info(supervisor.streams.tasks).then(
      () => 'there',
      (error: unknown) => (error instanceof JetStreamApiError ? error.message : String(error)),
    )
    expect(gone).to.equal('stream not found')
    expect(await states.next()).to.equal('stalled')
    expect(work.state()).to.include({ status: 'stalled' })

    await ensureStreams(supervisor, agents)
    await supervisor.publish(supervisor.subjects.tasks('triage'), { again: true })
    expect((await tasks.next()).data).to.deep.equal({ again: true })
    expect(await states.next()).to.equal('running')

    await using reading = supervisor.consume({
      stream: supervisor.streams.outcomes,
      consumer: 'supervisor',
      max: 2,
      handler: async (m) => outcomes.put(m),
    })
    expect((await outcomes.next()).data).to.deep.equal({ kept: true })
    expect(reading.state()).to.deep.equal({ status: 'running' })
  })

  it('publishes what was asked for while the server was away', async () => {
    const acme = await nats.client('acme')
    const supervisor = await nats.supervisor()
    const back = killServer(nats, supervisor)
    const acks = await Promise.all(
      Array.from({ length: 20 }, (_, n) => acme.publish(acme.subjects.intake, { n }, { timeout: 20_000 })),
    )
    await back
    expect(new Set(acks.map((ack) => ack.stream))).to.deep.equal(new Set(['REMIT_INTAKE']))
    const { state } = await (await supervisor.manager()).streams.info(supervisor.streams.intake)
    expect(state.messages).to.be.at.least(20)
  })

  it('loses no acknowledged message when the server is killed again and again', async () => {
    const acme = await nats.client('acme')
    const supervisor = await nats.supervisor()
    const seen = new Set<unknown>()
    const all = mailbox<true>()
    const wanted = new Set<number>()
    await using reading = supervisor.consume({
      stream: supervisor.streams.intake,
      consumer: 'supervisor',
      max: 16,
      handler: async (m) => {
        seen.add(JSON.stringify(m.data))
        if (seen.size === 300) all.put(true)
      },
    })
    for (let round = 0; round < 3; round += 1) {
      const publishing = Promise.all(
        Array.from({ length: 100 }, async (_, n) => {
          const id = round * 100 + n
          await acme.publish(acme.subjects.intake, { id }, { timeout: 30_000 })
          wanted.add(id)
        }),
      )
      await killServer(nats, supervisor)
      await publishing
    }
    await all.next()
    expect(wanted.size).to.equal(300)
    expect(reading.state().status).to.equal('running')
  })

  it('makes the streams for many supervisors that start at once', async () => {
    const supervisors = await Promise.all(Array.from({ length: 6 }, () => nats.supervisor()))
    const [first] = supervisors
    if (first === undefined) throw new Error('nobody is there')
    const manager = await first.manager()
    for (let round = 0; round < 5; round += 1) {
      for (const name of Object.values(first.streams)) await manager.streams.delete(name)
      await Promise.all(supervisors.map((one) => ensureStreams(one, agents)))
    }
    const infos = await Promise.all(Object.values(first.streams).map((name) => manager.streams.info(name)))
    expect(infos).to.have.length(13)
  })

  it('changes nothing when the streams are ensured again, and adds the consumer of a new agent', async () => {
    const supervisor = await nats.supervisor()
    const manager = await supervisor.manager()
    const names = Object.values(supervisor.streams)
    const configs = async () => {
      const infos = await Promise.all(names.map((name) => manager.streams.info(name)))
      return infos.map(({ config, created }) => ({ config, created }))
    }
    const before = await configs()
    expect(before).to.have.length(13)
    await ensureStreams(supervisor, agents)
    expect(await configs()).to.deep.equal(before)
    await ensureStreams(supervisor, [...agents, 'research'])
    const { config } = await manager.consumers.info(supervisor.streams.tasks, 'research')
    expect(config.filter_subject).to.equal('remit.tasks.research')
    await manager.consumers.update(supervisor.streams.intake, 'supervisor', { max_deliver: 3 })
    await ensureStreams(supervisor, agents)
    expect(
      (await manager.consumers.info(supervisor.streams.intake, 'supervisor')).config.max_deliver,
    ).to.equal(20)
  })

  it('delivers again what a handler gives back, with the count of deliveries', async () => {
    const supervisor = await nats.supervisor()
    const acme = await nats.client('acme')
    const counts = mailbox<number>()
    await using reading = supervisor.consume({
      stream: supervisor.streams.intake,
      consumer: 'supervisor',
      max: 2,
      handler: async (m) => {
        counts.put(m.deliveries)
        if (m.deliveries < 3) throw new RemitError('VERSION_CONFLICT')
      },
    })
    await acme.publish(acme.subjects.intake, { goal: 'x' })
    expect([await counts.next(), await counts.next(), await counts.next()]).to.deep.equal([1, 2, 3])
    await reading.stop()
    expect(reading.running()).to.equal(0)
  })

  it('holds a message while the store is away, without a new delivery', async () => {
    const supervisor = await nats.supervisor()
    const acme = await nats.client('acme')
    const counts = mailbox<number>()
    let failures = 3
    await using reading = supervisor.consume({
      stream: supervisor.streams.intake,
      consumer: 'supervisor',
      max: 2,
      handler: async (m) => {
        failures -= 1
        if (failures > 0) throw new RemitError('STORE_UNREACHABLE')
        counts.put(m.deliveries)
      },
    })
    await acme.publish(acme.subjects.intake, { goal: 'x' })
    expect(await counts.next()).to.equal(1)
    expect(failures).to.equal(0)
    expect(reading.state().status).to.equal('running')
  })

  it('keeps what nobody can use as a dead letter with reason, code and attempts, and delivers it no more', async () => {
    const supervisor = await nats.supervisor()
    const raw = await connect({ servers: nats.url, user: 'client-acme', pass: nats.password('client-acme') })
    const told = mailbox<string>()
    await using reading = supervisor.consume({
      stream: supervisor.streams.intake,
      consumer: 'supervisor',
      max: 4,
      maxBytes: 256 * 1024,
      onDead: async (m, error) =>
        told.put(`${m.seq} ${error.code} ${m.data === undefined ? 'unread' : 'read'}`),
      handler: async (m) => {
        throw m.seq === 4
          ? new RemitError('SCHEMA', { fault: 'goal: required\r\nNats-Msg-Id: x' })
          : new RemitError('INTERNAL')
      },
    })
    const bodies = [
      Buffer.from('{"goal":'),
      Buffer.from([0xff, 0xfe, 0x22]),
      Buffer.alloc(256 * 1024 + 1, 0x20),
      Buffer.from('{}'),
    ]
    for (const body of bodies) await raw.request('remit.intake', body)
    // Handlers run side by side, so the letters are told in any order.
    const heard = [await told.next(), await told.next(), await told.next(), await told.next()]
    expect(heard.toSorted()).to.deep.equal([
      '1 NOT_JSON unread',
      '2 NOT_JSON unread',
      '3 TOO_LARGE unread',
      '4 SCHEMA read',
    ])
    await reading.stop()
    await raw.close()
    const letters = await deadLetters(supervisor)
    expect(letters.get('1')?.body).to.equal('{"goal":')
    expect(Object.fromEntries(letters.get('4')?.headers ?? [])).to.deep.include({
      'Remit-Code': 'SCHEMA',
      'Remit-Attempts': '1',
      'Remit-Subject': 'remit.intake.from.acme',
      'Remit-Stream': 'REMIT_INTAKE',
    })
    expect(letters.get('4')?.headers.get('Remit-Reason')).to.contain('goal: required??Nats-Msg-Id: x')
    const { state } = await (await supervisor.manager()).streams.info(supervisor.streams.intake)
    expect(state.messages).to.equal(0)
  })

  it('keeps a dead letter whatever headers a hostile client wrote', async () => {
    const supervisor = await nats.supervisor()
    const header = 'NATS/1.0\r\nNats-Expected-Stream: REMIT_INTAKE\r\nbad key: x\r\ntraceparent: é\r\n\r\n'
    const good = 'NATS/1.0\r\nNats-Expected-Stream: REMIT_INTAKE\r\ntraceparent: é\r\nx-mine: é\r\n\r\n'
    const socket = createConnection({ host: '127.0.0.1', port: nats.server.port })
    socket.write('CONNECT {"headers":true,"verbose":false}\r\n')
    for (const text of [header, good]) {
      const length = Buffer.byteLength(text)
      socket.write(`HPUB remit.intake ${length} ${length + 3}\r\n${text}{"a\r\n`)
    }
    const told = mailbox<string>()
    await using reading = supervisor.consume({
      stream: supervisor.streams.intake,
      consumer: 'supervisor',
      max: 1,
      onDead: async (_, error) => told.put(error.code),
      handler: async () => undefined,
    })
    expect([await told.next(), await told.next()]).to.deep.equal(['NOT_JSON', 'NOT_JSON'])
    socket.destroy()
    await reading.stop()
    const letters = await deadLetters(supervisor)
    expect([...letters.keys()].toSorted()).to.deep.equal(['1', '2'])
    expect(letters.get('2')?.headers.get('x-mine')).to.match(/^\?+$/)
  })

  it('makes a dead letter of a message that failed five times', async () => {
    const supervisor = await nats.supervisor()
    const acme = await nats.client('acme')
    const told = mailbox<number>()
    await using reading = supervisor.consume({
      stream: supervisor.streams.intake,
      consumer: 'supervisor',
      max: 4,
      onDead: async (m) => told.put(m.deliveries),
      handler: async () => {
        throw new Error('never foreseen')
      },
    })
    await acme.publish(acme.subjects.intake, { goal: 'poison' })
    expect(await told.next()).to.equal(5)
    await reading.stop()
    expect((await deadLetters(supervisor)).get('1')?.headers.get('Remit-Attempts')).to.equal('5')
  })

  it('makes a dead letter of a message whose handlers died five times, without trying it again', async () => {
    const supervisor = await nats.supervisor()
    const acme = await nats.client('acme')
    await acme.publish(acme.subjects.intake, { goal: 'kills whoever reads it' })
    const manager = await supervisor.manager()
    const next = `$JS.API.CONSUMER.MSG.NEXT.${supervisor.streams.intake}.supervisor`
    const raw = await connect({
      servers: nats.url,
      user: 'supervisor',
      pass: nats.password('supervisor'),
      inboxPrefix: '_INBOX_supervisor',
    })
    for (let n = 0; n < 5; n += 1) {
      const taken = await raw.request(next, JSON.stringify({ batch: 1, expires: 5e9 }), {
        timeout: 6000,
        noMux: true,
      })
      taken.respond('-NAK')
    }
    await raw.drain()
    const told = mailbox<number>()
    await using reading = supervisor.consume({
      stream: supervisor.streams.intake,
      consumer: 'supervisor',
      max: 4,
      onDead: async (m) => told.put(m.deliveries),
      handler: async () => {
        throw new Error('the handler was called')
      },
    })
    expect(await told.next()).to.equal(6)
    await reading.stop()
    const letter = (await deadLetters(supervisor)).get('1')
    expect(letter?.headers.get('Remit-Reason')).to.contain('5 deliveries without an answer')
    expect((await manager.streams.info(supervisor.streams.intake)).state.messages).to.equal(0)
  })

  it('handles no more at once than it was told, and leaves the rest to others', async () => {
    const supervisor = await nats.supervisor()
    const second = await nats.supervisor()
    const acme = await nats.client('acme')
    const busy = mailbox<string>()
    const free = Promise.withResolvers<void>()
    let most = 0
    let now = 0
    const reader = (bus: Bus, name: string) =>
      bus.consume({
        stream: bus.streams.intake,
        consumer: 'supervisor',
        max: 2,
        handler: async () => {
          now += 1
          most = Math.max(most, now)
          busy.put(name)
          await free.promise
          now -= 1
        },
      })
    await using first = reader(supervisor, 'first')
    for (let n = 0; n < 5; n += 1) await acme.publish(acme.subjects.intake, { n })
    expect([await busy.next(), await busy.next()]).to.deep.equal(['first', 'first'])
    await using other = reader(second, 'second')
    expect([await busy.next(), await busy.next()]).to.deep.equal(['second', 'second'])
    expect([first.running(), other.running(), most]).to.deep.equal([2, 2, 4])
    free.resolve()
    await busy.next()
  })

  it('gives back at once what it has not begun when it stops', async () => {
    const supervisor = await nats.supervisor()
    const acme = await nats.client('acme')
    const away = mailbox<true>()
    const first = supervisor.consume({
      stream: supervisor.streams.intake,
      consumer: 'supervisor',
      max: 1,
      handler: async () => {
        away.put(true)
        throw new RemitError('STORE_UNREACHABLE')
      },
    })
    await acme.publish(acme.subjects.intake, { goal: 'x' })
    await away.next()
    await first.stop()
    const taken = mailbox<number>()
    await using second = supervisor.consume({
      stream: supervisor.streams.intake,
      consumer: 'supervisor',
      max: 1,
      handler: async (m) => taken.put(m.deliveries),
    })
    expect(await taken.next()).to.equal(2)
    expect(second.running()).to.be.below(2)
  })

  it('takes no message with it when it stops right after it asked', async () => {
    const supervisor = await nats.supervisor()
    const { tasks } = supervisor.streams
    for (let round = 0; round < 10; round += 1) {
      const first = await nats.agent('triage')
      first.consume({ stream: tasks, consumer: 'triage', max: 8, handler: async () => undefined })
      await first.drain()
      const second = await nats.agent('triage')
      const taken = mailbox<number>()
      second.consume({
        stream: tasks,
        consumer: 'triage',
        max: 8,
        handler: async (m) => taken.put(m.deliveries),
      })
      await supervisor.publish(supervisor.subjects.tasks('triage'), { round })
      expect(await taken.next(), `round ${round}`).to.equal(1)
      await second.drain()
    }
  })
})
