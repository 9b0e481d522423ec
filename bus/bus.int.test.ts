import { connect } from '@nats-io/transport-node'
import { expect } from 'chai'
import { RemitError } from '../contracts/errors.ts'
import type { Incoming } from './incoming.ts'
import { mailbox } from './mailbox.fixture.ts'
import { startTestNats } from './start-nats-for-test.ts'
import type { TestNats } from './start-nats-for-test.ts'

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise
    return 'no error'
  } catch (error) {
    return error instanceof RemitError ? error.code : String(error)
  }
}

describe('bus', function () {
  this.timeout(30_000)
  let nats: TestNats
  before(async () => {
    nats = await startTestNats(process.env)
  })
  after(() => nats[Symbol.asyncDispose]())
  let disposing: AsyncDisposableStack
  beforeEach(() => {
    disposing = new AsyncDisposableStack()
  })
  afterEach(() => disposing.disposeAsync())

  it('carries a task to its agent, and the outcome back under the agent’s name', async () => {
    const supervisor = await nats.supervisor()
    const triage = await nats.agent('triage')
    const tasks = mailbox<Incoming>()
    const outcomes = mailbox<Incoming>()
    disposing.use(
      triage.consume({
        stream: triage.streams.tasks,
        consumer: 'triage',
        max: 4,
        ackAck: true,
        handler: async (m) => {
          await triage.publish(triage.subjects.outcomes('triage'), { of: m.data }, { msgId: 'o1' })
          tasks.put(m)
        },
      }),
    )
    disposing.use(
      supervisor.consume({
        stream: supervisor.streams.outcomes,
        consumer: 'supervisor',
        max: 4,
        handler: async (m) => outcomes.put(m),
      }),
    )
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    const ack = await supervisor.publish(
      supervisor.subjects.tasks('triage'),
      { n: 1 },
      { msgId: 't1', traceparent },
    )
    expect(ack).to.include({ stream: 'REMIT_TASKS', duplicate: false })
    const task = await tasks.next()
    expect(task).to.deep.include({
      data: { n: 1 },
      deliveries: 1,
      traceparent,
      subject: 'remit.tasks.triage',
    })
    expect(task.seq).to.equal(ack.seq)
    expect(Date.parse(task.time)).to.be.closeTo(Date.now(), 60_000)
    const outcome = await outcomes.next()
    expect(supervisor.subjects.agentOf(outcome.subject)).to.equal('triage')
    expect(outcome.data).to.deep.equal({ of: { n: 1 } })
    expect(
      await supervisor.publish(supervisor.subjects.tasks('triage'), { n: 1 }, { msgId: 't1' }),
    ).to.include({
      duplicate: true,
    })
  })

  it('stamps a goal with the account that it came through, also without credentials', async () => {
    const supervisor = await nats.supervisor()
    const goals = mailbox<Incoming>()
    disposing.use(
      supervisor.consume({
        stream: supervisor.streams.intake,
        consumer: 'supervisor',
        max: 4,
        handler: async (m) => goals.put(m),
      }),
    )
    for (const [account, bus] of [
      ['acme', await nats.client('acme')],
      ['local', await nats.open()],
    ] as const) {
      const ack = await bus.publish(bus.subjects.intake, { goal: 'refund' })
      const goal = await goals.next()
      expect(supervisor.subjects.accountOfIntake(goal.subject)).to.equal(account)
      expect(goal.seq).to.equal(ack.seq)
    }
  })

  it('answers a client’s request, knowing its account, and lets it hear its own events alone', async () => {
    const supervisor = await nats.supervisor()
    const { subjects } = supervisor
    const serving = supervisor.serve(subjects.anyApi('goals.submit'), { queue: 'supervisor' }, async (m) => ({
      account: subjects.accountOfApi(m.subject),
    }))
    await serving.ready()
    const acme = await nats.client('acme')
    const heard = mailbox<Incoming>()
    acme.subscribe(acme.subjects.eventsOf('acme'), heard.put)
    expect(await acme.request(acme.subjects.api('goals.submit'), { goal: 'x' })).to.deep.equal({
      account: 'acme',
    })
    await supervisor.publish(subjects.events('local', 'g1', 'accepted'), { of: 'local' })
    await supervisor.publish(subjects.events('acme', 'g2', 'accepted'), { of: 'acme' })
    expect((await heard.next()).data).to.deep.equal({ of: 'acme' })
    await serving.stop()
  })

  it('answers what a handler throws, and says nothing of what was not foreseen', async () => {
    const supervisor = await nats.supervisor()
    const triage = await nats.agent('triage')
    const work = supervisor.subjects.work('triage')
    const serving = supervisor.serve(supervisor.subjects.anyWork, { queue: 'supervisor' }, async (m) => {
      if (m.size > 10) throw new Error('secret internals')
      throw new RemitError('OLD_ATTEMPT', { attempt: 1 })
    })
    await serving.ready()
    expect(await triage.request(work, {})).to.have.nested.property('error.code', 'OLD_ATTEMPT')
    const internal = JSON.stringify(await triage.request(work, { long: 'long enough' }))
    expect(internal).to.contain('INTERNAL').and.not.contain('secret')
    await serving.stop()
  })

  it('answers nobody whose reply is no inbox: it would publish with our rights', async () => {
    const supervisor = await nats.supervisor()
    const { subjects, streams } = supervisor
    const serving = supervisor.serve(subjects.authorise, {}, async () => ({ forged: true }))
    await serving.ready()
    const pass = nats.password('supervisor')
    const raw = await connect({
      servers: nats.url,
      user: 'supervisor',
      pass,
      inboxPrefix: '_INBOX_supervisor',
    })
    raw.publish(subjects.authorise, '{}', { reply: subjects.commands })
    await raw.request(subjects.authorise, '{}')
    const info = await (await supervisor.manager()).streams.info(streams.commands)
    expect(info.state.messages).to.equal(0)
    await raw.close()
    await serving.stop()
  })

  it('says within the time that nobody answers', async () => {
    const triage = await nats.agent('triage')
    const code = await codeOf(triage.request(triage.subjects.settings, {}, { timeout: 300 }))
    expect(code).to.be.oneOf(['TIMEOUT', 'NATS_UNREACHABLE'])
  })

  it('tells at once that a user may not publish there', async () => {
    const triage = await nats.agent('triage')
    expect(await codeOf(triage.publish(triage.subjects.outcomes('support'), {}))).to.equal('FORBIDDEN')
    expect(await codeOf(triage.request(triage.subjects.authorise, {}))).to.equal('FORBIDDEN')
  })

  it('names the subject on which no stream listens', async () => {
    const supervisor = await nats.supervisor()
    const failed = await supervisor.publish('remit.nowhere', {}, { timeout: 300 }).then(
      () => new Error('stored'),
      (error: unknown) => error,
    )
    expect(failed)
      .to.be.instanceOf(RemitError)
      .and.have.property('message')
      .that.contains('no stream listens on remit.nowhere')
  })

  it('takes a message of a mebibyte and refuses a larger one by name', async () => {
    const acme = await nats.client('acme')
    const supervisor = await nats.supervisor()
    const dead = mailbox<Incoming>()
    const headersOfDead = mailbox<string | undefined>()
    disposing.use(
      supervisor.consume({
        stream: supervisor.streams.intake,
        consumer: 'supervisor',
        max: 1,
        maxBytes: 256 * 1024,
        onDead: async (m, error) => {
          dead.put(m)
          headersOfDead.put(error.code)
        },
        handler: async () => undefined,
      }),
    )
    await acme.publish(acme.subjects.intake, 'x'.repeat(1024 * 1024 - 300))
    expect((await dead.next()).size).to.be.above(256 * 1024)
    expect(await headersOfDead.next()).to.equal('TOO_LARGE')
    expect(await codeOf(acme.publish(acme.subjects.intake, 'x'.repeat(1024 * 1024 + 1)))).to.equal(
      'TOO_LARGE',
    )
    expect(await codeOf(acme.publish(acme.subjects.intake, 'x'.repeat(2 ** 21)))).to.equal('TOO_LARGE')
    expect(await codeOf(acme.publish(acme.subjects.intake, { still: 'connected' }))).to.equal('no error')
  })

  it('proves that messages can be stored', async () => {
    const supervisor = await nats.supervisor()
    await supervisor.canary()
    await supervisor.canary()
    const info = await (await supervisor.manager()).streams.info(supervisor.streams.canary)
    expect(info.state.messages).to.equal(1)
  })
})
