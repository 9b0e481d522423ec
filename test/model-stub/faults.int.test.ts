import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { expect } from 'chai'
import { pino } from 'pino'
import { allUsers } from '../../bus/bus-names.ts'
import { startTestNats, type TestNats } from '../../bus/start-nats-for-test.ts'
import type { ToolAnswer } from '../../contracts/tools.ts'
import { workerConfig } from '../../worker/config.ts'
import { claimedOf, taskOf, toolsNamed } from '../../worker/run-alone.fixture.ts'
import { scriptedPlatform, type ScriptedPlatform } from '../../worker/scripted-platform.fixture.ts'
import { startWorker } from '../../worker/start.ts'
import type { ModeName } from './modes.ts'
import { spawnModelStub, type SpawnedModelStub } from './spawn-model-stub.ts'

const contract = 'support.refund@1'
const agents = ['support']
const secret = 'sk-canary-0123456789abcdef'
const order = { id: '1', currency: 'EUR', refundable: 15 }
const price = { name: 'stub-model', input: 150_000, output: 600_000, currency: 'EUR', maxTokens: 512 }

describe('a worker with a model', function () {
  this.timeout(60_000)
  const standing = new AsyncDisposableStack()
  let nats: TestNats
  let platform: ScriptedPlatform
  let stub: SpawnedModelStub
  let logged = ''
  let effects: Map<string, unknown>
  let count = 0

  before(async () => {
    nats = standing.use(await startTestNats(process.env, { agents }))
    platform = standing.use(await scriptedPlatform(nats))
    stub = standing.use(await spawnModelStub())
    platform.answers.tools = toolsNamed('shop.get_order', 'shop.refund_order')
    platform.answers.models = [price]
    const home = await mkdtemp(join(tmpdir(), 'remit-model-'))
    standing.defer(() => rm(home, { recursive: true, force: true }))
    const config = workerConfig({
      REMIT_HOME: home,
      NATS_URL: nats.url,
      AGENTS: 'support',
      OPENAI_API_KEY: secret,
      OPENAI_BASE_URL: stub.baseUrl,
      OPENAI_MODEL: price.name,
      OPENAI_TIMEOUT_SECONDS: '0.5',
    })
    const passwords = Object.fromEntries(allUsers(agents, []).map((user) => [user, nats.password(user)]))
    const sink = new Writable({
      write(piece: Buffer, _encoding, done) {
        logged += piece.toString('utf8')
        done()
      },
    })
    const worker = await startWorker(config, { passwords, log: pino({ level: 'debug' }, sink) })
    standing.defer(worker.close)
  })
  after(() => standing.disposeAsync())
  beforeEach(() => {
    effects = new Map()
    platform.answers.draw = (request) => ({ ok: true, tokens: request.tokens, cost: 0 })
    platform.answers.claim = (request) =>
      claimedOf(contract, {
        goalText: request.goal,
        payload: { order_id: '1', amount: 15, reason: request.goal },
      })
    // One effect for one order, as the gateway has it: the same again gets the recorded answer.
    platform.answers.call = async (tool, args): Promise<ToolAnswer> => {
      if (tool === 'shop.get_order') return { status: 'result', result: order }
      const given = args && typeof args === 'object' ? { ...args } : {}
      if (!('order_id' in given) || typeof given.order_id !== 'string')
        return {
          status: 'refused',
          code: 'BAD_ARGUMENTS',
          message: 'order_id must be a string',
          final: false,
        }
      const sameEffect = effects.has(given.order_id)
      if (!sameEffect) effects.set(given.order_id, args)
      return {
        status: 'result',
        result: { order_id: given.order_id, amount: 15, currency: 'EUR' },
        effect: 'e1',
        ...(sameEffect && { sameEffect }),
      }
    }
  })

  const run = async (mode: ModeName, times: number | null = null, seed = 1) => {
    await stub.setMode({ mode, times, seed })
    const goal = `${mode}-${(count += 1)}`
    await platform.assign(taskOf(contract, { goal }))
    const outcome = await platform.outcomeOf(goal)
    const heard = await stub.heard()
    expect(heard.flatMap((one) => one.fault ?? [])).to.deep.equal([])
    expect(effects.size).to.be.at.most(1)
    return { outcome, turns: heard.length, draws: platform.works('draw', goal) }
  }

  /** What each fault leads to when it comes once, and when it never stops. */
  const table: [ModeName, once: string, always: string][] = [
    ['normal', 'concluded', 'concluded'],
    ['twice', 'concluded', 'failed AGENT_FAILED'],
    ['two-calls', 'concluded', 'concluded'],
    ['early-end', 'escalate', 'escalate'],
    ['unknown-tool', 'concluded', 'failed AGENT_FAILED'],
    ['wrong-types', 'concluded', 'failed AGENT_FAILED'],
    ['broken-json', 'concluded', 'escalate'],
    ['text', 'concluded', 'failed NO_OUTCOME'],
    ['length', 'concluded', 'escalate'],
    ['refusal', 'concluded', 'failed NO_OUTCOME'],
    ['nothing', 'concluded', 'failed NO_OUTCOME'],
    ['no-usage', 'concluded', 'concluded'],
    ['reword', 'concluded', 'concluded'],
    ['unauthorised', 'failed MODEL_UNAUTHORISED', 'failed MODEL_UNAUTHORISED'],
    ['rate-limit', 'concluded', 'failed MODEL_FAILED'],
    ['server-error', 'concluded', 'failed MODEL_FAILED'],
    ['cut', 'concluded', 'failed MODEL_FAILED'],
    ['stall', 'concluded', 'failed MODEL_FAILED'],
    ['silent', 'concluded', 'failed MODEL_FAILED'],
    ['html', 'failed MODEL_FAILED', 'failed MODEL_FAILED'],
    ['no-choices', 'failed MODEL_FAILED', 'failed MODEL_FAILED'],
  ]
  const end = ({ outcome }: Awaited<ReturnType<typeof run>>): string =>
    outcome.kind === 'failed' ? `failed ${outcome.code}` : outcome.kind

  for (const [mode, once, always] of table)
    it(`${mode}: once ends ${once}, always ends ${always}`, async () => {
      const one = await run(mode, 1)
      expect(end(one), JSON.stringify(one.outcome)).to.equal(once)
      const all = await run(mode)
      expect(end(all), JSON.stringify(all.outcome)).to.equal(always)
    })

  it('keeps the key out of outcomes, the trail and the log', async () => {
    const { outcome } = await run('unauthorised')
    expect(JSON.stringify(outcome)).to.contain('OPENAI_API_KEY').and.not.to.contain('canary')
    expect(logged).not.to.equal('')
    expect(logged).not.to.contain('canary')
    expect(JSON.stringify(platform.heard)).not.to.contain('canary')
  })

  it('draws before each call what the slice does not cover, and reports what was used at its price', async () => {
    const { outcome, draws, turns } = await run('normal')
    expect(turns).to.equal(3)
    expect(draws).not.to.have.length(0)
    for (const draw of draws) expect(draw).to.include({ model: price.name })
    // 900 tokens in and 60 out a turn, in millionths of a unit for a million tokens
    expect(outcome.used).to.deep.equal({
      tokens: 3 * 960,
      cost: Math.ceil((900 * 150_000 + 60 * 600_000) / 1_000_000) * 3,
      model: price.name,
    })
    const drawn = draws.reduce((sum, one) => sum + (one.op === 'draw' ? one.tokens : 0), 0)
    expect(drawn).to.be.at.least(outcome.used.tokens)
  })

  it('draws nothing where the slice covers the call', async () => {
    platform.answers.claim = (request) =>
      claimedOf(contract, {
        goalText: request.goal,
        payload: { order_id: '1' },
        slice: { tokens: 100_000, cost: 0 },
      })
    const { draws } = await run('normal')
    expect(draws).to.have.length(0)
  })

  it('counts an answer without usage, and a lost one, as spent in full', async () => {
    const { outcome } = await run('no-usage')
    const { outcome: lost } = await run('cut', 1)
    const { outcome: plain } = await run('normal')
    expect(outcome.used.tokens).to.be.above(3 * price.maxTokens)
    expect(lost.used.tokens).to.be.above(plain.used.tokens + price.maxTokens)
  })

  it('makes no call that the budget does not cover, and asks a person', async () => {
    platform.answers.draw = () => platform.refusal('OVER_BUDGET')
    const { outcome, turns } = await run('normal')
    expect(turns).to.equal(0)
    expect(outcome).to.include({ kind: 'escalate' })
    expect(JSON.stringify(outcome)).to.contain('OVER_BUDGET')
  })

  it('proposes one effect however a call is worded', async () => {
    for (const seed of [2, 3, 4, 5, 6]) {
      effects.clear()
      const { outcome } = await run('reword', null, seed)
      expect(outcome.kind).to.equal('concluded')
      expect([...effects.keys()]).to.deep.equal(['1'])
    }
  })

  it('lets a stalled provider be stopped by the loss of the attempt', async () => {
    await stub.setMode({ mode: 'silent' })
    platform.answers.claim = (request) =>
      claimedOf(contract, { goalText: request.goal, payload: { order_id: '1' }, beatSeconds: 0.05 })
    platform.answers.heartbeat = () => platform.refusal('OLD_ATTEMPT')
    await platform.assign(taskOf(contract, { goal: 'lost' }))
    await platform.find(() => platform.works('heartbeat', 'lost').length > 0)
    platform.answers.heartbeat = () => ({
      ok: true,
      until: new Date(Date.now() + 60_000).toISOString(),
      stop: false,
    })
    await run('normal')
    expect(platform.heard.some((one) => one.kind === 'outcome' && one.outcome.goal === 'lost')).to.equal(
      false,
    )
  })
})
