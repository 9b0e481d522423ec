import { randomUUID } from 'node:crypto'
import { connect } from '@nats-io/transport-node'
import { expect } from 'chai'
import { toRemitError } from '../../contracts/errors.ts'
import { goalIdOf } from '../../contracts/goal-id.ts'
import { ask } from './played-values.fixture.ts'
import { startPlayed, type Played } from './played.fixture.ts'

/** Text, not a value: no writer of JSON could write it. */
const deep = (levels: number): string => `{"goal":"x","payload":${'['.repeat(levels)}${']'.repeat(levels)}}`
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
    return ''
  } catch (thrown) {
    return toRemitError(thrown).code
  }
}

describe('intake', function () {
  const standing = new AsyncDisposableStack()
  let run: Played
  before(async () => {
    run = standing.use(await startPlayed())
  })
  after(() => standing.disposeAsync())

  it('takes the same id with the same content as the same goal, and refuses other content', async () => {
    const id = randomUUID()
    const goal = await run.submit({ goal: 'refund it', id })
    expect(await run.submit({ goal: 'refund it', id })).to.equal(goal)
    expect(await codeOf(run.submit({ goal: 'refund all of it', id }))).to.equal('ID_REUSED')
    expect(await codeOf(run.submit({ goal: 'refund it', id, context: {} }))).to.equal('ID_REUSED')
    expect((await run.events(goal)).filter(({ type }) => type === 'GoalAccepted')).to.have.length(1)
  })

  it('keeps the ids of one account apart from those of another', async () => {
    const id = randomUUID()
    const acme = await run.nats.client('acme')
    const goal = await run.submit({ goal: 'refund it', id })
    const other = await ask(acme, acme.subjects.api('goals.submit'), { goal: 'something else', id })
    expect(other).to.have.property('id').that.does.not.equal(goal)
  })

  it('refuses by name what is too deep, too long or of another shape', async () => {
    const submissions = [
      { goal: 'x'.repeat(20_001) },
      { goal: '' },
      { goal: 'x', deadline: 'tomorrow' },
      JSON.parse('{"goal":"x","__proto__":{"workflow":"refunds-under-50"}}'),
    ]
    for (const submission of submissions)
      expect(await codeOf(run.submit(submission)), JSON.stringify(submission).slice(0, 60)).to.equal('SCHEMA')
  })

  it('refuses what is deeper than any document, and stays up', async () => {
    const raw = await connect({ servers: run.nats.url })
    for (const levels of [200, 100_000]) {
      const reply = await raw.request('remit.api.goals.submit', deep(levels), { timeout: 5000 })
      expect(reply.string(), `${levels}`).to.contain('SCHEMA')
    }
    await raw.close()
    expect(await run.submit({ goal: 'still there' })).to.be.a('string')
  })

  it('tells a client which stored message cannot be a goal, and goes on with the next', async () => {
    const { client } = run
    const rejected = Promise.withResolvers<string>()
    const heard = client.subscribe('remit.events.local.*.rejected', ({ data }) =>
      rejected.resolve(JSON.stringify(data)),
    )
    const good = { goal: 'after it', id: randomUUID() }
    const raw = await connect({ servers: run.nats.url })
    await raw.request(client.subjects.intake, deep(100_000))
    await raw.close()
    await client.publish(client.subjects.intake, good)
    expect(await rejected.promise).to.contain('SCHEMA')
    await run.goalWhere(goalIdOf('local', good.id), 'is accepted', () => true)
    heard.stop()
  })

  it('keeps a payload that names a prototype as what it is', async () => {
    const id = randomUUID()
    const payload: unknown = JSON.parse('{"__proto__":{"polluted":true},"constructor":1}')
    const goal = await run.submit({ goal: 'x', id, payload })
    expect(Object.hasOwn(Object.prototype, 'polluted')).to.equal(false)
    expect(await codeOf(run.submit({ goal: 'x', id, payload: { constructor: 1 } }))).to.equal('ID_REUSED')
    const { payload: digest } = await run.goalOf(goal)
    const kept = await run.store.getTrail(goal, digest ?? '')
    expect(JSON.stringify(kept)).to.contain('polluted')
  })

  it('gives a goal whose deadline is over to a person', async () => {
    const goal = await run.submit({ goal: 'late', deadline: '2020-01-01T00:00:00Z' })
    const state = await run.goalWhere(goal, 'is with a person', ({ status }) => status === 'with-person')
    expect(state.escalation?.code).to.equal('DEADLINE')
  })

  it('takes nothing from a person whom nobody knows', async () => {
    const id = randomUUID()
    const command = await run.command('mallory', 'submit', { submission: { goal: 'x', id } })
    const [refused] = await run.outcomeOf(goalIdOf('api', id), command)
    expect(refused).to.have.nested.property('data.code', 'UNKNOWN_PERSON')
  })
})
