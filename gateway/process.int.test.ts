import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { startTestNats, type TestNats } from '../bus/start-nats-for-test.ts'
import type { EffectOrder } from '../contracts/tools.ts'
import { gatewayFailPoints } from './fail-points.ts'
import { startShop, type Shop } from './shop.fixture.ts'
import { inSeconds, playSupervisor, refundOrder } from './supervisor.fixture.ts'

const main = join(import.meta.dirname, 'main.ts')

describe('the gateway’s process', function () {
  this.timeout(60_000)
  let nats: TestNats
  let shop: Shop
  let home: string
  let next = 1110

  before(async () => {
    nats = await startTestNats(process.env, { agents: ['support', 'triage'] })
    shop = await startShop()
  })
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'gateway-home-'))
    writeFileSync(join(home, 'creds.json'), JSON.stringify({ gateway: nats.password('gateway') }))
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))
  after(async () => {
    await shop[Symbol.asyncDispose]()
    await nats[Symbol.asyncDispose]()
  })

  const start = (more: Record<string, string> = {}) => {
    const child = spawn(process.execPath, [main], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        REMIT_HOME: home,
        NATS_URL: nats.url,
        NATS_CREDS: join(home, 'creds.json'),
        LOG_LEVEL: 'error',
        ...more,
      },
    })
    let errors = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
    const ended = once(child, 'exit')
    return {
      ended,
      errors: () => errors,
      kill: (signal: NodeJS.Signals) => child.kill(signal),
      async [Symbol.asyncDispose]() {
        child.kill('SIGKILL')
        await ended
      },
    }
  }

  for (const [index, point] of gatewayFailPoints.entries())
    it(`is killed at ${point}, and the money moves at most once whatever follows`, async () => {
      const order = String(next + index)
      const effect = `p${order}`
      const of = { v: 1, goal: 'g1' } as const
      const tool = 'shop.refund_order'
      const lookup = { tool: 'shop.get_refund', args: { reference: effect } }
      const read = { as: 'order', tool: 'shop.get_order', args: { id: order } }
      await using supervisor = await playSupervisor(await nats.supervisor(), [shop.setting])
      let claim = 0
      supervisor.answers((request) => {
        if (request.op === 'extend') return { do: 'extended', until: inSeconds(30) }
        if (request.op === 'claim' && request.facts.length === 0) return { do: 'read', reads: [read] }
        claim += 1
        return refundOrder(effect, order, { claim })
      })
      const orders = new Map<string, EffectOrder>([
        ['gateway.after-lookup', { ...of, kind: 'settle', tool, effect, claim: 1, lookup }],
        ['gateway.after-check', { ...of, kind: 'check', check: 1, reads: [read] }],
      ])
      await supervisor.order(orders.get(point) ?? { ...of, kind: 'run', tool, effect })
      {
        await using victim = start({ REMIT_FAIL_POINTS: `${point}:kill:1` })
        expect((await victim.ended)[1]).to.equal('SIGKILL')
      }
      expect(readFileSync(join(home, 'fail-points.log'), 'utf8')).to.contain(`${point}:kill:1 `)

      // What the record would order when the lease has run out. An unacknowledged order comes again by itself, later.
      await using survivor = start({ REMIT_FAIL_POINTS: `${point}:kill:1` })
      await supervisor.order({ ...of, kind: 'settle', tool, effect, claim: Math.max(claim, 1), lookup })
      for (;;) {
        const result = await supervisor.resultOf(effect)
        if (result.kind === 'settlement' || (result.kind === 'result' && result.status === 'done')) break
      }
      expect(shop.journal(order).map(({ key }) => key)).to.deep.equal([effect])
      expect(survivor.errors()).to.equal('')
    })

  it('ends a call that runs, and keeps its result, when it is told to stop', async () => {
    const order = '1140'
    // A server of its own: what was handed to those who were killed above comes again in half a minute only.
    await using own = await startTestNats(process.env, { agents: ['support', 'triage'] })
    const creds = join(home, 'own.json')
    writeFileSync(creds, JSON.stringify({ gateway: own.password('gateway') }))
    await using supervisor = await playSupervisor(await own.supervisor(), [shop.setting])
    supervisor.answers((request) =>
      request.op === 'extend' ? { do: 'extended', until: inSeconds(30) } : refundOrder('stopping', order),
    )
    await shop.fault('refund_order', 'slow:1000')
    await using gateway = start({ NATS_URL: own.url, NATS_CREDS: creds })
    await supervisor.order({ v: 1, kind: 'run', goal: 'g1', effect: 'stopping', tool: 'shop.refund_order' })
    while (supervisor.of('claim').length === 0) await new Promise((resolve) => setImmediate(resolve))
    gateway.kill('SIGTERM')
    expect(await gateway.ended).to.deep.equal([0, null])
    expect(await supervisor.resultOf('stopping')).to.include({ status: 'done' })
    expect(shop.journal(order)).to.have.length(1)
  })

  it('says plainly why it cannot run', async () => {
    await using nowhere = start({ NATS_URL: 'nats://127.0.0.1:1' })
    expect((await nowhere.ended)[0]).to.equal(1)
    expect(nowhere.errors()).to.match(/^The gateway cannot run\. NATS cannot be reached/m)

    await using faulty = start({ LOG_LEVEL: 'loud', REMIT_PROBE: 'yes' })
    expect((await faulty.ended)[0]).to.equal(1)
    expect(faulty.errors()).to.contain('LOG_LEVEL').and.to.contain('REMIT_PROBE')
  })
})
