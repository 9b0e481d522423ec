import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { pino } from 'pino'
import { allUsers } from '../bus/bus-names.ts'
import { startTestNats, type TestNats } from '../bus/start-nats-for-test.ts'
import { StepRecord } from '../contracts/step-record.ts'
import type { ToolAnswer } from '../contracts/tools.ts'
import { workerConfig } from './config.ts'
import { claimedOf, taskOf, toolsNamed } from './run-alone.fixture.ts'
import { scriptedPlatform, type ScriptedPlatform } from './scripted-platform.fixture.ts'
import { startWorker } from './start.ts'
import { workerHome } from './worker-process.fixture.ts'

const agents = ['finance', 'support', 'triage']
const contract = 'support.refund@1'
const tools = toolsNamed('shop.get_order', 'shop.refund_order')
const order = (id: unknown) => ({ id, currency: 'EUR', refundable: 15 })
const refunded = (id: unknown) => ({ order_id: id, amount: 15, currency: 'EUR' })
const shop = async (tool: string, args: unknown): Promise<ToolAnswer> => {
  const given = args && typeof args === 'object' ? { ...args } : {}
  const id = 'id' in given ? given.id : 'order_id' in given ? given.order_id : null
  return { status: 'result', result: tool === 'shop.get_order' ? order(id) : refunded(id) }
}

describe('worker', function () {
  this.timeout(60_000)
  let nats: TestNats
  let platform: ScriptedPlatform
  const standing = new AsyncDisposableStack()
  before(async () => {
    nats = standing.use(await startTestNats(process.env, { agents }))
    platform = standing.use(await scriptedPlatform(nats))
    platform.answers.tools = tools
  })
  after(() => standing.disposeAsync())
  beforeEach(() => {
    platform.answers.call = shop
    platform.answers.claim = (request) => claimedOf(contract, { payload: { order_id: request.goal } })
    platform.answers.park = () => ({ ok: true, parked: true })
    platform.answers.heartbeat = () => ({
      ok: true,
      until: new Date(Date.now() + 60_000).toISOString(),
      stop: false,
    })
  })

  const here = async (env: Record<string, string> = {}) => {
    const home = await mkdtemp(join(tmpdir(), 'remit-worker-'))
    const config = workerConfig({ REMIT_HOME: home, NATS_URL: nats.url, AGENTS: 'support', ...env })
    const passwords = Object.fromEntries(allUsers(agents, []).map((user) => [user, nats.password(user)]))
    const worker = await startWorker(config, { passwords, log: pino({ level: 'silent' }) })
    return {
      worker,
      [Symbol.asyncDispose]: async () => {
        await worker.close()
        await rm(home, { recursive: true, force: true })
      },
    }
  }

  it('offers the card of each agent that it hosts, again until it is taken', async () => {
    let refusals = 2
    platform.answers.offer = () =>
      (refusals -= 1) >= 0 ? platform.refusal('NOT_READY') : { ok: true, refused: [] }
    const from = platform.heard.length
    await using one = await here({ AGENTS: 'support,finance' })
    const offers = platform.heard
      .slice(from)
      .flatMap((heard) => (heard.kind === 'offer' && heard.offer.from === 'worker' ? [heard.offer] : []))
    expect(offers).to.have.length(4)
    expect(new Set(offers.flatMap((offer) => offer.agents.map((agent) => agent.name)))).to.deep.equal(
      new Set(['support', 'finance']),
    )
    expect(one.worker.agents).to.deep.equal(['finance', 'support'])
  })

  it('claims a task, works through the gateway, and reports one outcome and each step', async () => {
    await using _ = await here()
    await platform.assign(taskOf(contract, { goal: 'whole' }))
    const outcome = await platform.outcomeOf('whole')
    expect(outcome).to.include({ kind: 'concluded', task: 't1', attempt: 1 })
    expect(outcome.used).to.deep.equal({ tokens: 0, cost: 0 })
    const sent = platform.heard.flatMap((one) =>
      one.kind === 'trail' && one.part.goal === 'whole' ? [one.part] : [],
    )
    const parts = [...sent, ...(outcome.trail ?? [])].map(({ text }) => StepRecord.parse(JSON.parse(text)))
    expect(parts.map(({ step }) => step)).to.deep.equal([1, 2, 3])
    expect(outcome.trail, 'the last step comes with the outcome').to.have.length(1)
    expect(parts.map((step) => step.calls.map((call) => call.name))).to.deep.equal([
      ['shop__get_order'],
      ['shop__refund_order'],
      ['conclude'],
    ])
    expect(JSON.stringify(parts[0]?.calls[0]?.answer)).to.contain('refundable')
    expect(parts[0]?.inputs[0]).to.contain('whole')
  })

  it('asks for the same claim again when the answer is lost, and for another one when the task is woken', async () => {
    await using _ = await here()
    let failing = 1
    const good = platform.answers.claim
    platform.answers.claim = (request) => ((failing -= 1) >= 0 ? platform.refusal('INTERNAL') : good(request))
    await platform.assign(taskOf(contract, { goal: 'claims' }))
    await platform.outcomeOf('claims')
    const ids = () => platform.works('claim', 'claims').map((request) => request.id)
    expect(ids()).to.have.length(2)
    expect(new Set(ids()).size).to.equal(1)
    await platform.assign(taskOf(contract, { goal: 'claims', kind: 'resume' }))
    await platform.find(() => ids().length === 3)
    expect(new Set(ids()).size).to.equal(2)
  })

  it('runs nothing when the claim is refused', async () => {
    await using _ = await here()
    const good = platform.answers.claim
    platform.answers.claim = (request) =>
      request.goal === 'refused' ? platform.refusal('OLD_ATTEMPT') : good(request)
    const calls = platform.calls().length
    await platform.assign(taskOf(contract, { goal: 'refused' }))
    await platform.find(() => platform.works('claim', 'refused').length > 0)
    await platform.assign(taskOf(contract, { goal: 'after-refused' }))
    await platform.outcomeOf('after-refused')
    expect(platform.calls()).to.have.length(calls + 2)
    expect(platform.works('claim', 'refused')).to.have.length(1)
  })

  it('parks while an effect waits; woken, it asks again and goes on with the recorded answer', async () => {
    await using _ = await here()
    let approved = false
    platform.answers.call = async (tool, args) =>
      tool === 'shop.refund_order' && !approved ? { status: 'waiting', effect: 'e1' } : shop(tool, args)
    const from = platform.calls().length
    await platform.assign(taskOf(contract, { goal: 'parked' }))
    const park = await platform.find(
      (one) =>
        one.kind === 'work' && one.request.op === 'park' && one.request.goal === 'parked' && one.request,
    )
    expect(park).to.deep.include({ waiting: ['e1'], used: { tokens: 0, cost: 0 } })
    approved = true
    await platform.assign(taskOf(contract, { goal: 'parked', kind: 'resume' }))
    expect(await platform.outcomeOf('parked')).to.include({ kind: 'concluded' })
    const calls = platform.calls().slice(from)
    expect(calls.map((call) => call.tool)).to.deep.equal([
      'shop.get_order',
      'shop.refund_order',
      'shop.refund_order',
    ])
    expect(new Set(calls.map((call) => call.id)).size).to.equal(3)
  })

  it('goes on at once when what it would wait for is settled already', async () => {
    await using _ = await here()
    let asked = 0
    platform.answers.park = () => ({ ok: true, parked: false })
    platform.answers.call = async (tool, args) =>
      tool === 'shop.refund_order' && (asked += 1) < 3
        ? { status: 'waiting', effect: 'e1' }
        : shop(tool, args)
    await platform.assign(taskOf(contract, { goal: 'settled' }))
    expect(await platform.outcomeOf('settled')).to.include({ kind: 'concluded' })
    expect(platform.works('park', 'settled')).to.have.length(2)
    expect(platform.works('claim', 'settled')).to.have.length(1)
  })

  it('claims a woken task although the answer to its park is still on the way', async () => {
    await using _ = await here()
    const settled = Promise.withResolvers<void>()
    let waits = true
    platform.answers.call = async (tool, args) =>
      tool === 'shop.refund_order' && waits ? { status: 'waiting', effect: 'e1' } : shop(tool, args)
    platform.answers.park = async () => {
      waits = false
      await platform.assign(taskOf(contract, { goal: 'overtaken', kind: 'resume' }))
      await settled.promise
      return { ok: true, parked: true }
    }
    await platform.assign(taskOf(contract, { goal: 'overtaken' }))
    await platform.find(() => platform.works('park', 'overtaken').length === 1)
    await platform.assign(taskOf(contract, { goal: 'beside' }))
    await platform.outcomeOf('beside')
    expect(platform.works('claim', 'overtaken')).to.have.length(1)
    settled.resolve()
    expect(await platform.outcomeOf('overtaken')).to.include({ kind: 'concluded' })
    expect(platform.works('claim', 'overtaken')).to.have.length(2)
  })

  it('says nothing more once it is told that its attempt is old', async () => {
    await using _ = await here()
    platform.answers.call = async (tool, args) => {
      const goal = args && typeof args === 'object' && 'id' in args ? args.id : ''
      return goal === 'old' ? platform.refusal('OLD_ATTEMPT') : shop(tool, args)
    }
    await platform.assign(taskOf(contract, { goal: 'old' }))
    await platform.find(
      (one) =>
        one.kind === 'tools' &&
        one.request.op === 'call' &&
        JSON.stringify(one.request.args).includes('"old"'),
    )
    await platform.assign(taskOf(contract, { goal: 'after-old' }))
    await platform.outcomeOf('after-old')
    expect(
      platform.heard.some(
        (one) =>
          (one.kind === 'outcome' && one.outcome.goal === 'old') ||
          (one.kind === 'trail' && one.part.goal === 'old'),
      ),
    ).to.equal(false)
  })

  it('ends a task on a stop order and on a beat that says stop', async () => {
    await using _ = await here()
    const held = new Map<string, (answer: ToolAnswer) => void>()
    platform.answers.claim = (request) =>
      claimedOf(contract, { payload: { order_id: request.goal }, beatSeconds: 0.05 })
    platform.answers.call = (tool, args) => {
      const goal = args && typeof args === 'object' && 'id' in args ? String(args.id) : ''
      return goal.startsWith('stop-') ? new Promise((resolve) => held.set(goal, resolve)) : shop(tool, args)
    }
    await platform.assign(taskOf(contract, { goal: 'stop-order' }))
    await platform.assign(taskOf(contract, { goal: 'stop-beat' }))
    await platform.find(() => held.size === 2)
    await platform.assign(taskOf(contract, { goal: 'stop-order', kind: 'stop' }))
    platform.answers.heartbeat = (request) => ({
      ok: true,
      until: new Date(Date.now() + 60_000).toISOString(),
      stop: request.goal === 'stop-beat',
    })
    const beats = () => platform.works('heartbeat', 'stop-beat').length
    const before = beats()
    await platform.find(() => beats() > before)
    for (const answer of held.values()) answer({ status: 'result', result: order('x') })
    platform.answers.claim = (request) => claimedOf(contract, { payload: { order_id: request.goal } })
    await platform.assign(taskOf(contract, { goal: 'after-stop' }))
    await platform.outcomeOf('after-stop')
    expect(
      platform.heard.some((one) => one.kind === 'outcome' && one.outcome.goal.startsWith('stop-')),
    ).to.equal(false)
  })

  it('drops an attempt whose goal is halted without a word, and tells an agent whose tool is', async () => {
    await using _ = await here()
    platform.answers.claim = (request) => claimedOf(contract, { payload: { order_id: request.goal } })
    platform.answers.call = async () => ({
      status: 'refused',
      code: 'HALTED',
      message: 'Halted.',
      final: false,
    })
    platform.answers.heartbeat = (request) => ({
      ok: true,
      until: new Date(Date.now() + 60_000).toISOString(),
      stop: request.goal === 'halted-goal',
    })
    await platform.assign(taskOf(contract, { goal: 'halted-goal' }))
    await platform.find(() => platform.works('heartbeat', 'halted-goal').length > 0)
    await platform.assign(taskOf(contract, { goal: 'halted-tool' }))
    await platform.outcomeOf('halted-tool')
    expect(
      platform.heard.some((one) => one.kind === 'outcome' && one.outcome.goal === 'halted-goal'),
    ).to.equal(false)
  })

  it('runs many tasks at once that share nothing', async () => {
    await using _ = await here({ WORKER_TASKS: '8' })
    const goals = Array.from({ length: 24 }, (_unused, index) => `many-${index}`)
    let most = 0
    let now = 0
    platform.answers.call = async (tool, args) => {
      most = Math.max(most, (now += 1))
      await new Promise((resolve) => setImmediate(resolve))
      now -= 1
      return shop(tool, args)
    }
    await Promise.all(goals.map((goal) => platform.assign(taskOf(contract, { goal }))))
    for (const goal of goals) {
      const outcome = await platform.outcomeOf(goal)
      expect(JSON.stringify(outcome)).to.contain(`"order_id":"${goal}"`)
    }
    expect(most).to.be.within(2, 8)
  })

  it('leaves after the task in hand is done, and takes no other', async () => {
    const one = await here()
    const answer = Promise.withResolvers<ToolAnswer>()
    platform.answers.call = (tool, args) => (tool === 'shop.get_order' ? answer.promise : shop(tool, args))
    await platform.assign(taskOf(contract, { goal: 'last' }))
    await platform.find(
      (heard) =>
        heard.kind === 'tools' &&
        heard.request.op === 'call' &&
        JSON.stringify(heard.request.args).includes('"last"'),
    )
    const left = one[Symbol.asyncDispose]()
    await platform.assign(taskOf(contract, { goal: 'next' }))
    answer.resolve({ status: 'result', result: order('last') })
    await left
    expect(await platform.outcomeOf('last')).to.include({ kind: 'concluded' })
    expect(platform.works('claim', 'next')).to.have.length(0)
    await using _ = await here()
    await platform.outcomeOf('next')
  })

  describe('in a process of its own', () => {
    const asked = (goal: string) =>
      platform
        .calls()
        .filter((call) => JSON.stringify(call.args).includes(`"${goal}"`))
        .map((call) => call.tool)

    for (const [point, calls] of [
      ['worker.after-claim:kill:1', ['shop.get_order', 'shop.refund_order']],
      ['worker.after-step:kill:1', ['shop.get_order', 'shop.refund_order']],
      ['worker.before-call:kill:2', ['shop.get_order', 'shop.refund_order']],
      ['worker.after-step:kill:2', ['shop.get_order', 'shop.refund_order']],
      ['worker.before-outcome:kill:1', ['shop.get_order', 'shop.refund_order']],
    ] as const)
      it(`killed at ${point}: the next attempt goes on from the last step`, async () => {
        await using place = await workerHome(nats, ['support'])
        const goal = `kill-${point.replaceAll(/[^a-z0-9]/g, '-')}`
        const first = place.start({ REMIT_FAIL_POINTS: point })
        await platform.assign(taskOf(contract, { goal }))
        expect(await first.ended).to.equal('SIGKILL')
        place.start()
        await platform.assign(taskOf(contract, { goal, attempt: 2 }))
        const outcome = await platform.outcomeOf(goal)
        expect(outcome).to.include({ kind: 'concluded', attempt: 2 })
        expect(asked(goal)).to.deep.equal(calls)
      })

    it('killed after its outcome: the next attempt says the same', async () => {
      await using place = await workerHome(nats, ['support'])
      const first = place.start({ REMIT_FAIL_POINTS: 'worker.after-outcome:kill:1' })
      await platform.assign(taskOf(contract, { goal: 'said-twice' }))
      expect(await first.ended).to.equal('SIGKILL')
      place.start()
      await platform.assign(taskOf(contract, { goal: 'said-twice', attempt: 2 }))
      const [one, two] = await Promise.all([
        platform.outcomeOf('said-twice'),
        platform.outcomeOf('said-twice', 1),
      ])
      const { id: _a, attempt: _b, worker: _c, trail: steps, ...before } = one
      const { id: _d, attempt: _e, worker: second, trail: again, ...after } = two
      expect(after).to.deep.equal(before)
      // The same step under the same id: who died may have said it already, or not.
      expect(steps).to.have.length(1)
      const saidBy = (worker: string) => steps?.map((part) => ({ ...part, worker }))
      expect(again).to.deep.equal(saidBy(second))
    })

    it('told to go, it ends the task in hand and exits with 0', async () => {
      await using place = await workerHome(nats, ['support'])
      const answer = Promise.withResolvers<ToolAnswer>()
      platform.answers.call = (tool, args) => (tool === 'shop.get_order' ? answer.promise : shop(tool, args))
      const child = place.start()
      await platform.assign(taskOf(contract, { goal: 'going' }))
      await platform.find(() => asked('going').length === 1)
      child.kill('SIGTERM')
      answer.resolve({ status: 'result', result: order('going') })
      expect(await child.ended).to.equal(0)
      expect(await platform.outcomeOf('going')).to.include({ kind: 'concluded' })
    })

    it('says what is wrong with its environment, every fault by name, and exits with 1', async () => {
      await using place = await workerHome(nats, ['support'])
      const child = place.start({ WORKER_TASKS: 'many', OPENAI_BASE_URL: 'nowhere', LOG_LEVEL: 'silent' })
      expect(await child.ended).to.equal(1)
      expect(child.said()).to.contain('WORKER_TASKS').and.to.contain('OPENAI_BASE_URL')
      const alone = place.start({ AGENTS: 'nobody' })
      expect(await alone.ended).to.equal(1)
      expect(alone.said()).to.contain('nobody').and.to.contain('support')
    })

    it('frozen until its lease is over, it sends nothing more of that task', async () => {
      await using place = await workerHome(nats, ['support'])
      const goal = 'frozen'
      const until = () => new Date(Date.now() + 1500).toISOString()
      platform.answers.claim = (request) =>
        claimedOf(contract, {
          payload: { order_id: request.goal },
          ...(request.goal === goal && { until: until(), beatSeconds: 0.5 }),
        })
      platform.answers.heartbeat = () => ({ ok: true, until: until(), stop: false })
      const child = place.start()
      const answer = Promise.withResolvers<ToolAnswer>()
      platform.answers.call = (tool, args) =>
        JSON.stringify(args).includes(`"${goal}"`) ? answer.promise : shop(tool, args)
      await platform.assign(taskOf(contract, { goal }))
      await platform.find(() => asked(goal).length === 1)
      child.kill('SIGSTOP')
      answer.resolve({ status: 'result', result: order(goal) })
      const said = () =>
        platform.heard.filter((one) => JSON.stringify(one).includes(`"goal":"${goal}"`)).length
      // What the lease ends by is the clock: nothing else can be waited for here.
      const lastBeat = platform.works('heartbeat', goal).length
      await new Promise((resolve) => setTimeout(resolve, 2000))
      expect(platform.works('heartbeat', goal)).to.have.length(lastBeat)
      const before = said()
      child.kill('SIGCONT')
      await platform.assign(taskOf(contract, { goal: 'after-frozen' }))
      await platform.outcomeOf('after-frozen')
      expect(asked(goal)).to.deep.equal(['shop.get_order'])
      expect(said()).to.equal(before)
    })
  })
})
