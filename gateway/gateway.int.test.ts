import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { silentLog } from '../bus/bus-log.ts'
import type { Bus } from '../bus/connect.ts'
import { startTestNats, type TestNats } from '../bus/start-nats-for-test.ts'
import type { SystemSetting } from '../contracts/platform.ts'
import { ToolAnswer, ToolList, type AuthoriseRequest } from '../contracts/tools.ts'
import { startShop, type Shop } from './shop.fixture.ts'
import { startGateway } from './start.ts'
import { inSeconds, playSupervisor, refundOrder } from './supervisor.fixture.ts'
import { startTinySystem, type TinyTool } from './tiny-system.fixture.ts'

const tinySetting: SystemSetting = {
  name: 'tiny',
  timeoutSeconds: 2,
  maxBytes: 100_000,
  reads: ['get'],
  idempotency: { pay: { pass: 'header.idempotency-key', keepsSeconds: 60 } },
  probe: [],
}

describe('gateway', function () {
  this.timeout(30_000)
  let nats: TestNats
  let shop: Shop
  let agent: Bus
  /** each test has an order of the shop of its own: 1100 to 1149 are of 15 EUR */
  let order: string
  let effect: string
  let next = 1100

  before(async () => {
    nats = await startTestNats(process.env, { agents: ['support', 'triage'] })
    shop = await startShop()
    agent = await nats.agent('support')
  })
  beforeEach(() => {
    order = String(next)
    next += 1
    effect = `e${order}`
  })
  after(async () => {
    await shop[Symbol.asyncDispose]()
    await nats[Symbol.asyncDispose]()
  })

  const open = async (
    times: { patience?: number; silence?: number; relist?: number } = {},
    probe = false,
    systems = [shop.setting],
  ) => {
    const supervisor = await playSupervisor(await nats.supervisor(), systems)
    const gateway = await startGateway({
      nats: { url: nats.url, user: 'gateway', pass: nats.password('gateway') },
      log: silentLog,
      probe,
      times: { drain: 2000, ...times },
    })
    const call = async (tool: string, args: unknown, more: { id?: string; grant?: string } = {}) => {
      const { id = randomUUID(), grant = supervisor.grant() } = more
      const request = { op: 'call', id, grant, tool, args }
      return ToolAnswer.parse(
        await agent.request(agent.subjects.tools('support'), request, { timeout: 15_000 }),
      )
    }
    return {
      supervisor,
      gateway,
      call,
      refund: (more: { id?: string; amount?: unknown } = {}) =>
        call('shop.refund_order', { order_id: order, amount: more.amount ?? 15, reason: 'broken' }, more),
      async [Symbol.asyncDispose]() {
        await gateway.close()
        await supervisor[Symbol.asyncDispose]()
      },
    }
  }

  /** Runs at once, as an effect that needs nobody would. */
  const runs =
    (more: Parameters<typeof refundOrder>[2] = {}) =>
    (request: AuthoriseRequest) =>
      request.op === 'extend'
        ? ({ do: 'extended', until: inSeconds(30) } as const)
        : refundOrder(effect, order, more)

  describe('requests of an agent', () => {
    it('are answered with the tools of the grant, and no others', async () => {
      await using on = await open()
      const request = { op: 'list', id: 'l1', grant: on.supervisor.grant() }
      const list = ToolList.parse(await agent.request(agent.subjects.tools('support'), request))
      expect(list.tools.map(({ name, write }) => [name, write])).to.deep.equal([
        ['shop.get_order', false],
        ['shop.refund_order', true],
      ])
    })

    it('read with calls drawn in a slice, in the trail, and the rest is given back', async () => {
      await using on = await open()
      for (const id of [order, '1042'])
        expect(await on.call('shop.get_order', { id })).to.deep.include({ status: 'result' })
      expect(on.supervisor.of('calls')).to.have.length(1)
      await on.gateway.close()
      const [slice] = on.supervisor.of('calls')
      expect(await on.supervisor.results.next()).to.deep.include({ kind: 'calls', used: 2, slice: slice?.id })
      expect(on.supervisor.trail.map(({ tool, why }) => [tool, why])).to.deep.equal([
        ['shop.get_order', 'agent'],
        ['shop.get_order', 'agent'],
      ])
    })

    it('pass on a tool’s own error as an error', async () => {
      await using on = await open()
      const answer = await on.call('shop.get_order', { id: 'none' })
      expect(answer).to.include({ status: 'error', code: 'TOOL_FAILED' })
      expect(JSON.stringify(answer)).to.contain('not_found')
    })

    it('are refused for what the grant does not list, without asking the supervisor', async () => {
      await using on = await open()
      expect(await on.call('shop.set_address', {})).to.include({
        status: 'refused',
        code: 'TOOL_NOT_ALLOWED',
      })
      expect(await on.call('shop.steal', {})).to.include({ status: 'refused', code: 'UNKNOWN_TOOL' })
      const grant = on.supervisor.grant({ read: ['shop.set_address'] })
      expect(await on.call('shop.set_address', {}, { grant })).to.include({ code: 'TOOL_NOT_ALLOWED' })
      const nothing = on.supervisor.grant({ read: [] })
      expect(await on.call('shop.get_order', { id: order }, { grant: nothing })).to.include({
        code: 'TOOL_NOT_ALLOWED',
      })
      expect(on.supervisor.asked).to.deep.equal([])
    })

    it('are refused for bad arguments in the schema’s words', async () => {
      await using on = await open()
      const answer = await on.call('shop.refund_order', { order_id: order, amount: 'a lot', reason: 'x' })
      expect(answer).to.include({ status: 'refused', code: 'BAD_ARGUMENTS', final: false })
      expect(JSON.stringify(answer)).to.contain('amount must be number')
      expect(on.supervisor.asked).to.deep.equal([])
    })

    it('are refused with a grant that is forged, expired or another agent’s', async () => {
      await using on = await open()
      const { privateKey } = generateKeyPairSync('ed25519')
      const grants = [
        on.supervisor.grant({}, privateKey),
        on.supervisor.grant({ until: inSeconds(-1) }),
        on.supervisor.grant({ agent: 'triage' }),
        'nonsense',
      ]
      for (const grant of grants)
        expect(await on.call('shop.get_order', { id: order }, { grant })).to.include({
          status: 'refused',
          code: 'BAD_GRANT',
          final: true,
        })
      expect(on.supervisor.asked).to.deep.equal([])
    })

    it('are refused for a definition that nobody accepted', async () => {
      await using on = await open()
      on.supervisor.state.accepted.set('shop.get_order', 'another hash')
      on.supervisor.state.version = 'v2'
      on.supervisor.beat()
      let answer = await on.call('shop.get_order', { id: order })
      while (answer.status === 'result') answer = await on.call('shop.get_order', { id: order })
      expect(answer).to.include({ status: 'refused', code: 'DEFINITION_CHANGED' })
    })
  })

  describe('an effect', () => {
    it('says of each fact when its reading began, not when its answer came', async () => {
      await using on = await open()
      on.supervisor.answers((request) =>
        request.op === 'propose'
          ? { do: 'read', reads: [{ as: 'order', tool: 'shop.get_order', args: { id: order } }] }
          : { do: 'answer', answer: { status: 'waiting', effect } },
      )
      await on.refund()
      const [fact] = on.supervisor.of('facts').at(-1)?.facts ?? []
      await on.gateway.close()
      const record = on.supervisor.trail.find(({ why }) => why === 'fact')
      const [at, began] = [fact?.at ?? '', record?.started ?? '']
      expect(at !== '' && began !== '' && at <= began, `${at} ${began}`).to.equal(true)
    })

    it('goes through rounds: propose, the facts as read, run, verify, result, and only then the answer', async () => {
      await using on = await open()
      on.supervisor.answers((request) =>
        request.op === 'propose'
          ? { do: 'read', reads: [{ as: 'order', tool: 'shop.get_order', args: { id: order } }] }
          : request.op === 'facts' && request.facts.length === 1
            ? { do: 'read', reads: [{ as: 'gone', tool: 'shop.get_order', args: { id: 'none' } }] }
            : runs()(request),
      )
      const answer = await on.refund({ amount: '15.0' })
      expect(answer).to.deep.include({ status: 'result', effect })
      const [proposed] = on.supervisor.of('propose')
      expect(proposed).to.deep.include({
        args: { order_id: order, amount: 15, reason: 'broken' },
        worker: 'w1',
      })
      const facts = on.supervisor.of('facts').at(-1)
      expect(facts?.id).to.equal(proposed?.id)
      expect(facts?.facts.map(({ as, error }) => [as, error?.code])).to.deep.equal([
        ['order', undefined],
        ['gone', 'TOOL_FAILED'],
      ])
      expect(facts?.facts[0]?.hash).to.match(/^[0-9a-f]{64}$/)
      const result = await on.supervisor.resultOf(effect)
      expect(result).to.deep.include({ kind: 'result', status: 'done', claim: 1 })
      expect(result.kind === 'result' && result.verify?.value).to.include({ amount: 15, reference: effect })
      expect(shop.journal(order).map(({ key }) => key)).to.deep.equal([effect])
    })

    it('is the supervisor’s to refuse, and its answer goes to the agent as it is', async () => {
      await using on = await open()
      const answer = { status: 'refused', code: 'NOT_ALLOWED', message: 'too much', final: false } as const
      on.supervisor.answers(() => ({ do: 'answer', answer }))
      expect(await on.refund()).to.deep.equal(answer)
      expect(shop.journal(order)).to.deep.equal([])
    })

    it('is run once when the request comes again under its id', async () => {
      await using on = await open()
      on.supervisor.answers(runs({ key: null }))
      const answers = await Promise.all([on.refund({ id: 'same' }), on.refund({ id: 'same' })])
      expect(answers.map(({ status }) => status)).to.deep.equal(['waiting', 'waiting'])
      expect(shop.journal(order)).to.have.length(1)
    })

    it('is proposed under an id of its own by another gateway, which is so never given the first one’s order', async () => {
      await using on = await open()
      await using second = await startGateway({
        nats: { url: nats.url, user: 'gateway', pass: nats.password('gateway') },
        log: silentLog,
      })
      on.supervisor.answers(() => ({ do: 'answer', answer: { status: 'waiting', effect } }))
      const names = () => new Set(on.supervisor.of('propose').map(({ gateway }) => gateway))
      while (names().size < 2) await on.refund({ id: 'again' })
      expect(names()).to.include(second.name)
      expect(new Set(on.supervisor.of('propose').map(({ id }) => id)).size).to.equal(2)
    })

    const unclear: [string, string, Parameters<typeof refundOrder>[2]?][] = [
      ['timeout_after_success', 'TOOL_TIMEOUT', { timeoutSeconds: 0.5 }],
      ['500', 'TOOL_FAILED'],
      ['500_after', 'TOOL_FAILED'],
      ['409', 'TOOL_FAILED'],
      ['down', 'TOOL_FAILED'],
      ['bad_output', 'BAD_OUTPUT'],
      ['huge', 'BAD_OUTPUT'],
    ]
    for (const [fault, code, more] of unclear)
      it(`is unclear, and the agent waits, after ${fault}`, async () => {
        await using on = await open()
        on.supervisor.answers(runs(more))
        await shop.fault('refund_order', fault)
        expect(await on.refund()).to.deep.equal({ status: 'waiting', effect })
        expect(await on.supervisor.resultOf(effect)).to.include({ status: 'unclear', code })
      })

    it('is failed when the tool says that it did nothing', async () => {
      await using on = await open()
      on.supervisor.answers(runs({ args: { order_id: order, amount: 500, reason: 'x' } }))
      expect(await on.refund()).to.include({ status: 'error', code: 'TOOL_FAILED' })
      expect(await on.supervisor.resultOf(effect)).to.include({ status: 'failed', code: 'TOOL_FAILED' })
    })

    it('is not passed on as done when the verify read does not find it', async () => {
      await using on = await open()
      on.supervisor.answers(runs())
      await shop.fault('refund_order', 'yes_but_nothing')
      expect(await on.refund()).to.deep.equal({ status: 'waiting', effect })
      const result = await on.supervisor.resultOf(effect)
      expect(result).to.include({ status: 'done' })
      expect(result.kind === 'result' && result.verify?.error?.message).to.contain('not_found')
    })

    it('is not called when its lease has run out just before the write', async () => {
      await using on = await open()
      on.supervisor.answers(runs({ until: inSeconds(-0.001) }))
      expect(await on.refund()).to.include({ status: 'error', code: 'LEASE_LOST' })
      expect(await on.supervisor.resultOf(effect)).to.include({ status: 'failed', code: 'LEASE_LOST' })
      expect(shop.journal(order)).to.deep.equal([])
    })

    it('is not called when a halt comes between the order and the write', async () => {
      await using on = await open()
      on.supervisor.answers(async (request) => {
        const halt = { id: 'h1', scope: 'tool:shop.refund_order', reads: false, at: inSeconds(0), by: 'ada' }
        on.supervisor.state.halts = [halt]
        on.supervisor.beat()
        // The halt is heard before this answer: both go over one connection, in order.
        return runs()(request)
      })
      expect(await on.refund()).to.include({ status: 'error', code: 'HALTED' })
      expect(shop.journal(order)).to.deep.equal([])
      expect(await on.call('shop.get_order', { id: order })).to.include({ status: 'result' })
    })

    it('of long duration is answered waiting, extends its lease, and is done once', async () => {
      await using on = await open({ patience: 100 })
      on.supervisor.answers(runs({ until: inSeconds(1) }))
      await shop.fault('refund_order', 'slow:1500')
      expect(await on.refund()).to.deep.equal({ status: 'waiting', effect })
      expect(await on.supervisor.resultOf(effect)).to.include({ status: 'done' })
      expect(on.supervisor.of('extend')[0]).to.include({ effect, claim: 1 })
      expect(shop.journal(order)).to.have.length(1)
    })

    it('keeps its result through a death of nats-server, and is not called again', async () => {
      await using on = await open()
      on.supervisor.answers(runs())
      await shop.fault('refund_order', 'slow:500')
      const asked = on.refund().catch(() => 'no answer')
      while (on.supervisor.asked.length === 0) await new Promise((resolve) => setImmediate(resolve))
      process.kill(nats.server.pid() ?? 0, 'SIGKILL')
      await asked
      expect(await on.supervisor.resultOf(effect)).to.include({ status: 'done' })
      expect(shop.journal(order)).to.have.length(1)
    })
  })

  describe('reads under a halt or silence', () => {
    it('are refused by a halt that includes them, at once with the beat', async () => {
      await using on = await open()
      on.supervisor.state.halts = [
        { id: 'h1', scope: 'system:shop', reads: true, at: inSeconds(0), by: 'ada' },
      ]
      on.supervisor.beat()
      let answer = await on.call('shop.get_order', { id: order })
      while (answer.status === 'result') answer = await on.call('shop.get_order', { id: order })
      expect(answer).to.include({ status: 'error', code: 'HALTED' })
    })

    it('are refused when the supervisor is silent and does not answer', async () => {
      await using on = await open({ silence: 300 })
      let answer = await on.call('shop.get_order', { id: order })
      expect(answer).to.include({ status: 'result' })
      on.supervisor.state.deaf = true
      while (answer.status === 'result') answer = await on.call('shop.get_order', { id: order })
      expect(answer).to.include({ status: 'error', code: 'NOT_READY' })
      on.supervisor.answers(runs())
      expect(await on.refund()).to.include({ status: 'error', code: 'NOT_READY' })
      expect(shop.journal(order)).to.deep.equal([])
    })
  })

  describe('an order of the supervisor', () => {
    it('to run claims with fresh facts and runs without an agent', async () => {
      await using on = await open()
      on.supervisor.answers((request) =>
        request.op === 'claim' && request.facts.length === 0
          ? { do: 'read', reads: [{ as: 'order', tool: 'shop.get_order', args: { id: order } }] }
          : runs({ claim: 2 })(request),
      )
      await on.supervisor.order({ v: 1, kind: 'run', goal: 'g1', effect, tool: 'shop.refund_order' })
      expect(await on.supervisor.resultOf(effect)).to.include({ status: 'done', claim: 2 })
      const claims = on.supervisor.of('claim')
      expect(claims.map(({ facts, lookup }) => [facts.length, lookup])).to.deep.equal([
        [0, undefined],
        [1, undefined],
      ])
      expect(new Set(claims.map(({ id }) => id)).size).to.equal(1)
      expect(claims[0]?.definition).to.match(/^[0-9a-f]{64}$/)
      expect(shop.journal(order)).to.have.length(1)
    })

    const settle = () => ({
      v: 1 as const,
      kind: 'settle' as const,
      goal: 'g1',
      effect,
      tool: 'shop.refund_order',
      claim: 1,
      lookup: { tool: 'shop.get_refund', args: { reference: effect } },
    })

    it('to settle reports what the look-up found', async () => {
      await using on = await open()
      on.supervisor.answers(runs(order === '' ? {} : { timeoutSeconds: 0.5 }))
      await shop.fault('refund_order', 'timeout_after_success')
      expect(await on.refund()).to.include({ status: 'waiting' })
      await on.supervisor.resultOf(effect)
      await on.supervisor.order(settle())
      const found = await on.supervisor.resultOf(effect)
      expect(found).to.include({ kind: 'settlement', claim: 1 })
      expect(found.kind === 'settlement' && found.found.value).to.include({ reference: effect })
      expect(shop.journal(order)).to.have.length(1)
    })

    it('to settle says absent only when the tool says that there is none, and repeats under the same key', async () => {
      await using on = await open()
      on.supervisor.answers(runs({ claim: 2 }))
      await on.supervisor.order(settle())
      expect(await on.supervisor.resultOf(effect)).to.include({ status: 'done', claim: 2 })
      expect(on.supervisor.of('claim')[0]).to.include({ lookup: 'absent', settles: 1 })
      expect(shop.journal(order).map(({ key }) => key)).to.deep.equal([effect])
    })

    it('to settle says unreadable when the look-up failed, none when there is no look-up', async () => {
      await using on = await open()
      on.supervisor.answers(() => ({ do: 'drop', code: 'NOT_PROVEN' }))
      await shop.fault('get_refund', '500')
      await on.supervisor.order(settle())
      while (on.supervisor.asked.length < 1) await new Promise((resolve) => setImmediate(resolve))
      await on.supervisor.order({ ...settle(), lookup: null })
      while (on.supervisor.asked.length < 2) await new Promise((resolve) => setImmediate(resolve))
      expect(on.supervisor.of('claim').map(({ lookup }) => lookup)).to.deep.equal(['unreadable', 'none'])
      expect(shop.journal(order)).to.deep.equal([])
    })

    it('to settle takes no other refusal of the look-up for absence', async () => {
      const forbidden = { code: 'forbidden', status: 403 }
      await using tiny = await startTinySystem([
        { definition: { name: 'pay', inputSchema: { type: 'object' } }, call: async () => ({ status: 500 }) },
        {
          definition: { name: 'get', inputSchema: { type: 'object' } },
          call: async () => ({ result: { isError: true, content: [], structuredContent: forbidden } }),
        },
      ])
      await using on = await open({}, false, [{ ...tinySetting, url: tiny.url }])
      on.supervisor.answers(() => ({ do: 'drop', code: 'NOT_PROVEN' }))
      await on.supervisor.order({ ...settle(), tool: 'tiny.pay', lookup: { tool: 'tiny.get', args: {} } })
      while (on.supervisor.asked.length === 0) await new Promise((resolve) => setImmediate(resolve))
      expect(on.supervisor.of('claim')[0]).to.include({ lookup: 'unreadable' })
    })

    it('to repeat leaves it unclear when the repeat was never sent', async () => {
      await using on = await open()
      on.supervisor.answers(runs({ claim: 2, until: inSeconds(-1) }))
      await on.supervisor.order(settle())
      expect(await on.supervisor.resultOf(effect)).to.include({ status: 'unclear', code: 'LEASE_LOST' })
    })

    it('to check sends what it read, also what could not be read', async () => {
      await using on = await open()
      const reads = [
        { as: 'order', tool: 'shop.get_order', args: { id: order } },
        { as: 'write', tool: 'shop.refund_order', args: { order_id: order, amount: 15, reason: 'x' } },
      ]
      await on.supervisor.order({ v: 1, kind: 'check', goal: 'g1', check: 3, reads })
      const result = await on.supervisor.results.next()
      expect(result).to.include({ kind: 'check', check: 3 })
      expect(result.kind === 'check' && result.facts.map(({ error }) => error?.code)).to.deep.equal([
        undefined,
        'TOOL_NOT_ALLOWED',
      ])
      expect(shop.journal(order)).to.deep.equal([])
    })
  })

  it('performs no read that the supervisor ordered under a halt that includes reads', async () => {
    await using on = await open()
    on.supervisor.state.halts = [{ id: 'h1', scope: 'everything', reads: true, at: inSeconds(0), by: 'ada' }]
    on.supervisor.beat()
    const reads = [{ as: 'order', tool: 'shop.get_order', args: { id: order } }]
    await on.supervisor.order({ v: 1, kind: 'check', goal: 'g1', check: 1, reads })
    const result = await on.supervisor.results.next()
    expect(result.kind === 'check' && result.facts[0]?.error?.code).to.equal('HALTED')
  })

  describe('a system', () => {
    it('is offered with its tools and a probe of its key, and its journal shows one effect for two calls', async () => {
      const before = shop.journal('sandbox-1').length
      await using on = await open({}, true)
      let offer = await on.supervisor.offers.next()
      while (offer.probes.length === 0) offer = await on.supervisor.offers.next()
      expect(offer.systems.map(({ name, reachable }) => [name, reachable])).to.deep.equal([['shop', true]])
      expect(offer.probes[0]).to.include({ tool: 'shop.refund_order', passed: true })
      expect(shop.journal('sandbox-1').length).to.equal(before + 1)
    })

    it('that is down leaves an effect undone, is offered as out of reach, and is found when it is back', async () => {
      await using on = await open()
      on.supervisor.answers(runs())
      const reachable = async (wanted: boolean) => {
        for (;;) {
          const { systems } = await on.supervisor.offers.next()
          if (systems[0]?.reachable === wanted) return systems[0]
        }
      }
      await reachable(true)
      await shop.end()
      // A kept connection may be found dead by the first call only, and then nobody knows: the next one is refused.
      expect((await on.call('shop.get_order', { id: order })).status).to.equal('error')
      const gone = await reachable(false)
      expect(gone.error).to.not.equal(undefined)
      expect(gone.tools).to.not.deep.equal([])
      expect(await on.refund()).to.include({ status: 'error', code: 'SYSTEM_DOWN' })
      expect(await on.supervisor.resultOf(effect)).to.include({ status: 'failed', code: 'SYSTEM_DOWN' })
      await shop.restart()
      await reachable(true)
      on.supervisor.answers(runs({ claim: 2 }))
      expect(await on.refund()).to.include({ status: 'result' })
      expect(shop.journal(order)).to.have.length(1)
    })

    it('that changes a definition is offered again, and what was ordered for the old one is not run', async () => {
      const tool: TinyTool = {
        definition: { name: 'pay', inputSchema: { type: 'object' } },
        call: async () => ({ result: { content: [], structuredContent: {} } }),
      }
      await using tiny = await startTinySystem([tool])
      await using on = await open({ relist: 50 }, false, [{ ...tinySetting, url: tiny.url }])
      const grant = on.supervisor.grant({ write: ['tiny.pay'] })
      const first = await on.supervisor.offers.next()
      const hash = first.systems[0]?.tools[0]?.hash
      on.supervisor.answers(async () => {
        tool.definition.description = 'Pays twice'
        let offer = await on.supervisor.offers.next()
        while (offer.systems[0]?.tools[0]?.hash === hash) offer = await on.supervisor.offers.next()
        return refundOrder(effect, order, { tool: 'tiny.pay', args: {}, verify: null })
      })
      expect(await on.call('tiny.pay', {}, { grant })).to.include({ code: 'DEFINITION_CHANGED' })
    })

    it('that does the same key twice does not pass its probe', async () => {
      let paid = 0
      const answer = (value: object) => ({ result: { content: [], structuredContent: value } })
      await using tiny = await startTinySystem([
        {
          definition: { name: 'pay', inputSchema: { type: 'object' } },
          call: async () => {
            paid += 1
            return answer({ ok: true })
          },
        },
        {
          definition: { name: 'get', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } },
          call: async () => answer({ paid }),
        },
      ])
      const probe = [{ tool: 'pay', args: {}, lookup: { tool: 'get', args: {} } }]
      await using on = await open({}, true, [{ ...tinySetting, url: tiny.url, probe }])
      let offer = await on.supervisor.offers.next()
      while (offer.probes.length === 0) offer = await on.supervisor.offers.next()
      expect(offer.probes[0]).to.include({ tool: 'tiny.pay', passed: false })
      expect(paid).to.equal(2)
    })
  })
})
