import { once } from 'node:events'
import { connect } from 'node:net'
import { readFile, stat } from 'node:fs/promises'
import { expect } from 'chai'
import { z } from 'zod'
import { homeFiles } from '../contracts/home-files.ts'
import { Budgets, CommandAnswer, Session, Trail } from '../contracts/http/answers.ts'
import { GoalPage } from '../contracts/http/goal-page.ts'
import { Inbox } from '../contracts/http/inbox.ts'
import { Problem } from '../contracts/http/problem.ts'
import { goalIdOf } from '../contracts/goal-id.ts'
import { Spans } from '../observability/span.ts'
import { routes } from './routes.ts'
import { startConsole } from './start.ts'
import { silentLog } from '../bus/bus-log.ts'
import { appendTo } from './testing/scripted-supervisor.fixture.ts'
import { seedDone, seedEscalated, seedWaiting } from './testing/seed-goals.fixture.ts'
import { startTestConsole } from './testing/start-console-for-test.ts'
import type { TestConsole } from './testing/start-console-for-test.ts'

const problemIn = async (response: Response): Promise<z.infer<typeof Problem>> => {
  expect(response.headers.get('content-type')).to.equal('application/problem+json')
  return Problem.parse(await response.json())
}
const answerIn = async (response: Response) => CommandAnswer.parse(await response.json())

describe('console', function () {
  this.timeout(30_000)
  let test: TestConsole
  before(async () => {
    test = await startTestConsole(process.env)
  })
  after(() => test[Symbol.asyncDispose]())
  afterEach(() => {
    test.supervisor.answer.with = 'outcome'
  })
  const raw = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${test.url}${path}`, init)
  const send = (path: string, init: RequestInit = {}, token = test.token): Promise<Response> =>
    raw(path, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...Object.fromEntries(new Headers(init.headers)) },
    })
  const post = (path: string, body: unknown, token = test.token): Promise<Response> =>
    send(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }, token)
  const commandsSent = (): number => test.supervisor.commands.length

  describe('commands', () => {
    it('turns a submission into one signed command and answers with the goal', async () => {
      const before = commandsSent()
      const response = await post('/api/goals', { goal: 'refund order 1042', id: 'first' })
      expect(response.status).to.equal(200)
      const answer = await answerIn(response)
      expect(answer).to.deep.include({ state: 'done', status: 'accepted', goal: goalIdOf('api', 'first') })
      expect(test.supervisor.commands.slice(before)).to.have.length(1)
      expect(test.supervisor.commands.at(-1)).to.deep.include({ person: 'operator', kind: 'submit' })
      expect(test.supervisor.commands.at(-1)?.id).to.equal(answer.command)
    })
    it('names a goal without an id after its command', async () => {
      const answer = await answerIn(await post('/api/goals', { goal: 'no id' }))
      expect(answer.goal).to.equal(goalIdOf('api', answer.command))
    })
    it('answers the same submission again with the same goal, without a second command', async () => {
      const first = await answerIn(await post('/api/goals', { goal: 'twice', id: 'twice', requester: 'Ann' }))
      const before = commandsSent()
      const response = await post('/api/goals', { requester: 'Ann', id: 'twice', goal: 'twice' })
      expect(response.status).to.equal(200)
      expect((await answerIn(response)).goal).to.equal(first.goal)
      expect(commandsSent()).to.equal(before)
    })
    it('refuses the same id with other content, by the supervisor', async () => {
      await post('/api/goals', { goal: 'one thing', id: 'reused' })
      const response = await post('/api/goals', { goal: 'another thing', id: 'reused' })
      expect(response.status).to.equal(409)
      expect((await problemIn(response)).code).to.equal('ID_REUSED')
    })
    it('answers 202 with the command where nobody decides', async () => {
      test.supervisor.answer.with = 'silence'
      const response = await post('/api/halts', { scope: 'everything' })
      expect(response.status).to.equal(202)
      const answer = await answerIn(response)
      expect(answer).to.deep.include({ state: 'pending', events: [] })
      expect(test.supervisor.commands.at(-1)?.id).to.equal(answer.command)
    })
    it('answers a refusal of authority with 403 and its code, another with 409', async () => {
      await seedWaiting(test.store, {
        goal: 'g_refuse',
        said: 'x',
        amount: '35.00',
        approval: 'a_refuse',
        person: 'operator',
      })
      test.supervisor.answer.with = 'OWN_REQUEST'
      const own = await post('/api/approvals/a_refuse/decision', { decision: 'approve' })
      expect([own.status, (await problemIn(own)).code]).to.deep.equal([403, 'OWN_REQUEST'])
      test.supervisor.answer.with = 'EXPIRED'
      const late = await post('/api/approvals/a_refuse/decision', { decision: 'approve' })
      expect([late.status, (await problemIn(late)).code]).to.deep.equal([409, 'EXPIRED'])
    })
    it('sends a decision with its exact goal, approval, note and edited arguments', async () => {
      await seedWaiting(test.store, {
        goal: 'g_edit',
        said: 'x',
        amount: '35.00',
        approval: 'a_edit',
        person: 'operator',
      })
      const decision = { decision: 'approve', note: 'ok', args: { order_id: '1042', amount: '30.00' } }
      const response = await post('/api/approvals/a_edit/decision', decision, 'maria-keller-token-for-tests')
      expect(response.status).to.equal(200)
      expect(test.supervisor.commands.at(-1)).to.deep.include({
        person: 'maria-keller',
        body: { goal: 'g_edit', approval: 'a_edit', ...decision },
      })
    })
    it('hands a second click on a decided approval to the supervisor, which remembers', async () => {
      await seedWaiting(test.store, {
        goal: 'g_click',
        said: 'x',
        amount: '35.00',
        approval: 'a_click',
        person: 'operator',
      })
      expect((await post('/api/approvals/a_click/decision', { decision: 'approve' })).status).to.equal(200)
      expect((await test.store.inbox({ goal: 'g_click' })).length).to.equal(0)
      test.supervisor.answer.with = 'ALREADY_DECIDED'
      const again = await post('/api/approvals/a_click/decision', { decision: 'approve' })
      expect((await problemIn(again)).code).to.equal('ALREADY_DECIDED')
    })
    it('carries every other command of a person', async () => {
      await seedWaiting(test.store, {
        goal: 'g_all',
        said: 'x',
        amount: '35.00',
        approval: 'a_all',
        person: 'operator',
      })
      const sent: [string, string, unknown, unknown][] = [
        ['/api/goals/g_all/resume', 'resume', { note: 'n' }, { goal: 'g_all', note: 'n' }],
        [
          '/api/goals/g_all/top-up',
          'top-up',
          { kind: 'money_moved', by: '5 EUR', note: 'n' },
          { goal: 'g_all', kind: 'money_moved', by: '5 EUR', note: 'n' },
        ],
        ['/api/goals/g_all/flag', 'flag', { note: 'n' }, { goal: 'g_all', note: 'n' }],
        ['/api/goals/g_all/review', 'review', { verdict: 'right' }, { goal: 'g_all', verdict: 'right' }],
        [
          '/api/goals/g_all/effects/e_1/reversed',
          'reverse',
          { reference: 'r' },
          { goal: 'g_all', effect: 'e_1', reference: 'r' },
        ],
        ['/api/workflows/refunds-under-50/promotion', 'promote', {}, { workflow: 'refunds-under-50' }],
        [
          '/api/workflows/refunds-under-50/demotion',
          'demote',
          { note: 'n' },
          { workflow: 'refunds-under-50', note: 'n' },
        ],
        ['/api/goals/g_all/cancel', 'cancel', {}, { goal: 'g_all' }],
        ['/api/goals/g_all/effects/e_1/again', 'again', {}, { goal: 'g_all', effect: 'e_1' }],
        [
          '/api/goals/g_all/effects/e_1/by-person',
          'by-person',
          { reference: 'r' },
          { goal: 'g_all', effect: 'e_1', reference: 'r' },
        ],
        ['/api/goals/g_all/resolution', 'resolve', { note: 'n' }, { goal: 'g_all', note: 'n' }],
        [
          '/api/halts',
          'halt',
          { scope: 'tool:shop.refund_order' },
          { scope: 'tool:shop.refund_order', reads: false },
        ],
        [
          '/api/workflows/refunds-under-50/mode',
          'mode',
          { mode: 'suggest', note: 'n' },
          { workflow: 'refunds-under-50', mode: 'suggest', note: 'n' },
        ],
      ]
      for (const [path, kind, body, expected] of sent) {
        const response = await post(path, body)
        expect(response.status, path).to.equal(200)
        expect(test.supervisor.commands.at(-1), path).to.deep.include({ kind, body: expected })
      }
      expect((await send('/api/halts/h_1', { method: 'DELETE' })).status).to.equal(200)
      expect(test.supervisor.commands.at(-1)).to.deep.include({ kind: 'lift', body: { halt: 'h_1' } })
    })
    it('says of what is not there that it is not there, without a command', async () => {
      const before = commandsSent()
      const wanted: [string, unknown, string][] = [
        ['/api/goals/g_nobody/cancel', {}, 'UNKNOWN_GOAL'],
        ['/api/approvals/a_nobody/decision', { decision: 'approve' }, 'UNKNOWN_APPROVAL'],
        ['/api/workflows/nothing/mode', { mode: 'suggest', note: 'n' }, 'UNKNOWN_WORKFLOW'],
        ['/api/goals/..%2F..%2Fetc/cancel', {}, 'UNKNOWN_GOAL'],
      ]
      for (const [path, body, code] of wanted) {
        const response = await post(path, body)
        expect([response.status, (await problemIn(response)).code], path).to.deep.equal([404, code])
      }
      expect(commandsSent()).to.equal(before)
    })
  })

  describe('sign-in', () => {
    const protectedPaths = Object.values(routes).filter((route) => !('open' in route))
    it('answers every address that is not open with 401 where nobody signed in, and sends no command', async () => {
      const before = commandsSent()
      expect(protectedPaths.length).to.be.greaterThan(20)
      for (const { method, path } of protectedPaths) {
        const response = await raw(path.replaceAll(/\{\w+\}/g, 'x'), { method: method.toUpperCase() })
        expect([response.status, (await problemIn(response)).code], path).to.deep.equal([
          401,
          'NOT_SIGNED_IN',
        ])
      }
      expect(commandsSent()).to.equal(before)
    })
    it('refuses a wrong, an empty and a nearly right token', async () => {
      for (const token of ['nonsense', '', `${test.token}x`, test.token.slice(0, -1), 'a b'])
        expect((await send('/api/goals', {}, token)).status, token).to.equal(401)
    })
    it('keeps the token of the operator to the owner of the home', async () => {
      const { mode } = await stat(homeFiles(test.home).operatorToken)
      expect(mode & 0o777).to.equal(0o600)
    })
    it('takes no person from the request', async () => {
      const response = await post('/api/goals', { goal: 'x', person: 'maria-keller' })
      expect(response.status).to.equal(400)
      await send('/api/goals', {
        method: 'POST',
        body: '{"goal":"x"}',
        headers: { 'x-person': 'maria-keller' },
      })
      expect(test.supervisor.commands.at(-1)?.person).to.equal('operator')
    })

    const origin = () => test.url
    const session = async () => {
      const response = await raw('/api/session', {
        method: 'POST',
        body: JSON.stringify({ token: 'maria-keller-token-for-tests' }),
      })
      const [cookie = ''] = response.headers.getSetCookie()
      return { cookie, pair: cookie.split(';')[0] ?? '', ...Session.parse(await response.json()) }
    }
    const halt = (headers: Record<string, string>): Promise<Response> =>
      raw('/api/halts', { method: 'POST', body: '{"scope":"everything"}', headers })

    it('gives a session that scripts cannot read and other sites cannot use', async () => {
      const { cookie, person } = await session()
      expect(person).to.equal('maria-keller')
      expect(cookie)
        .to.match(/HttpOnly/)
        .and.to.match(/SameSite=Strict/)
    })
    it('takes a command with cookie, CSRF token and our own Origin', async () => {
      const { pair, csrf } = await session()
      const response = await halt({ cookie: pair, 'x-csrf-token': csrf, origin: origin() })
      expect(response.status).to.equal(200)
      expect(test.supervisor.commands.at(-1)?.person).to.equal('maria-keller')
    })
    it('reads with the cookie alone', async () => {
      const { pair } = await session()
      expect((await raw('/api/goals', { headers: { cookie: pair } })).status).to.equal(200)
    })
    it('refuses a cookie without CSRF token, with a wrong one, without Origin and from another site', async () => {
      const { pair, csrf } = await session()
      const before = commandsSent()
      const tries: Record<string, string>[] = [
        { cookie: pair, origin: origin() },
        { cookie: pair, origin: origin(), 'x-csrf-token': `${csrf.slice(0, -2)}xx` },
        { cookie: pair, 'x-csrf-token': csrf },
        { cookie: pair, 'x-csrf-token': csrf, origin: 'https://evil.example' },
        { cookie: pair, 'x-csrf-token': csrf, origin: 'null' },
      ]
      for (const headers of tries) {
        const response = await halt(headers)
        expect([response.status, (await problemIn(response)).code]).to.deep.equal([403, 'FOREIGN_REQUEST'])
      }
      expect(commandsSent()).to.equal(before)
    })
    it('refuses a cookie that was changed, also one that names another person', async () => {
      const { pair } = await session()
      const [name = '', value = ''] = pair.split('=')
      const [text = '', mac = ''] = value.split('.')
      const claims = z
        .record(z.string(), z.unknown())
        .parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
      const forged = Buffer.from(JSON.stringify({ ...claims, person: 'operator' })).toString('base64url')
      const later = Buffer.from(JSON.stringify({ ...claims, until: '2099-01-01T00:00:00.000Z' })).toString(
        'base64url',
      )
      for (const cookie of [
        `${forged}.${mac}`,
        `${later}.${mac}`,
        `${text}.`,
        text,
        'x.y',
        `${text}.${mac}.z`,
      ])
        expect(
          (await raw('/api/goals', { headers: { cookie: `${name}=${cookie}` } })).status,
          cookie,
        ).to.equal(401)
    })
    it('refuses a sign-in that comes from another site', async () => {
      const response = await raw('/api/session', {
        method: 'POST',
        body: JSON.stringify({ token: test.token }),
        headers: { origin: 'https://evil.example' },
      })
      expect(response.status).to.equal(403)
    })
    it('leaves no other user of the bus a way to a command', async () => {
      const before = commandsSent()
      const command = {
        v: 1,
        id: 'c_forged',
        at: new Date().toISOString(),
        person: 'operator',
        kind: 'halt',
        body: { scope: 'everything', reads: false },
      }
      const message = { signed: JSON.stringify(command), signature: Buffer.alloc(64).toString('base64url') }
      for (const bus of [
        await test.nats.agent('support'),
        await test.nats.gateway(),
        await test.nats.client('acme'),
      ]) {
        const refused = await bus
          .publish(bus.subjects.commands, message, { timeout: 500 })
          .catch(() => 'refused')
        expect(refused).to.equal('refused')
      }
      // Even with the console's own place on the bus, it needs the console's key.
      const asConsole = await test.nats.console()
      await asConsole.publish(asConsole.subjects.commands, message)
      await post('/api/halts', { scope: 'everything' })
      expect(test.supervisor.forged).to.deep.equal([message])
      expect(commandsSent()).to.equal(before + 1)
    })
  })

  describe('bad input', () => {
    it('names each fault of a body by its place', async () => {
      const response = await post('/api/goals', { goal: '', deadline: 'soon', more: 1 })
      const problem = await problemIn(response)
      expect([response.status, problem.code]).to.deep.equal([400, 'SCHEMA'])
      expect(problem.issues?.map(({ path }) => path)).to.include.members(['goal', 'deadline'])
      expect(JSON.stringify(problem.issues)).to.contain('more')
    })
    it('says of a body that it is not JSON, or not UTF-8', async () => {
      for (const body of ['{"goal":', 'goal=x', new Uint8Array([0x22, 0xff, 0x22])]) {
        const response = await send('/api/goals', { method: 'POST', body })
        expect([response.status, (await problemIn(response)).code]).to.deep.equal([400, 'NOT_JSON'])
      }
    })
    it('takes no more than 256 KiB for a goal, also where the length is not told', async () => {
      const body = JSON.stringify({ goal: 'x', context: 'y'.repeat(256 * 1024) })
      const told = await post('/api/goals', body)
      expect([told.status, (await problemIn(told)).code]).to.deep.equal([413, 'TOO_LARGE'])
      const stream = new Blob([body]).stream()
      const untold = await fetch(`${test.url}/api/goals`, {
        method: 'POST',
        body: stream,
        headers: { authorization: `Bearer ${test.token}` },
        duplex: 'half',
      })
      expect(untold.status).to.equal(413)
    })
    it('refuses by its name what nests deeper than anybody could write again', async () => {
      const deep = await post(
        '/api/goals',
        `{"goal":"x","payload":${'['.repeat(90_000)}${']'.repeat(90_000)}}`,
      )
      expect([deep.status, (await problemIn(deep)).code]).to.deep.equal([400, 'SCHEMA'])
    })
    it('says of an unknown address that it is none, and of a wrong method which are right', async () => {
      const unknown = await send('/api/nothing')
      expect([unknown.status, (await problemIn(unknown)).code]).to.deep.equal([404, 'UNKNOWN_ROUTE'])
      const wrong = await send('/api/goals', { method: 'PUT' })
      expect([wrong.status, wrong.headers.get('allow')]).to.deep.equal([405, 'POST, GET'])
      expect((await problemIn(wrong)).code).to.equal('WRONG_METHOD')
    })
    it('outlives a client that cuts its request in the middle', async () => {
      const { hostname, port } = new URL(test.url)
      const socket = connect(Number(port), hostname)
      await once(socket, 'connect')
      socket.write(
        `POST /api/goals HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${test.token}\r\ncontent-length: 100\r\n\r\n{"goal"`,
      )
      socket.destroy()
      expect((await raw('/healthz')).status).to.equal(200)
    })
  })

  describe('reading', () => {
    it('shows a waiting approval with all that a person needs to decide', async () => {
      await seedWaiting(test.store, {
        goal: 'g_wait',
        said: 'refund my order',
        amount: '35.00',
        approval: 'a_wait',
        person: 'jonas-brandt',
      })
      const { items } = Inbox.parse(
        await (await send('/api/inbox?kind=approval&goal=g_wait&state=open')).json(),
      )
      const [item] = items
      expect(items).to.have.length(1)
      expect(item).to.deep.include({
        id: 'a_wait',
        goal: 'refund my order',
        role: 'support-agent',
        amount: { amount: '35.00', currency: 'EUR' },
        due: '2026-11-23T10:00:00.000Z',
        mayDecide: ['operator', 'maria-keller', 'jonas-brandt'],
        next: 'remit approve a_wait',
      })
      expect(item?.call).to.deep.include({
        tool: 'shop.refund_order',
        args: { order_id: '1042', amount: '35.00', reason: 'broken' },
      })
      expect(item?.facts.map(({ as, tool }) => [as, tool])).to.deep.equal([
        ['order', 'shop.get_order'],
        ['customer', 'shop.get_customer'],
      ])
      expect(item?.rules.find(({ name }) => name === 'allow')?.values).to.deep.include({
        name: 'facts.order.refundable',
        value: '40.00',
      })
    })
    it('leaves out of those who may decide whoever is below the amount', async () => {
      await seedWaiting(test.store, {
        goal: 'g_high',
        said: 'x',
        amount: '46.00',
        approval: 'a_high',
        person: 'operator',
      })
      const { items } = Inbox.parse(await (await send('/api/inbox?goal=g_high')).json())
      expect(items[0]?.mayDecide).to.deep.equal(['maria-keller', 'jonas-brandt'])
    })
    it('shows an escalation with its question and what was refused on which facts', async () => {
      await seedEscalated(test.store, {
        goal: 'g_esc',
        said: 'x',
        amount: '60.00',
        approval: 'a_none',
        person: 'operator',
      })
      const { items } = Inbox.parse(await (await send('/api/inbox?kind=escalation&goal=g_esc')).json())
      expect(items[0]).to.deep.include({
        kind: 'escalation',
        why: 'The refund was refused three times.',
        mayDecide: ['operator', 'maria-keller'],
      })
      expect(items[0]?.escalation?.question).to.equal('Pay the rest by voucher?')
      expect(items[0]?.effects[0]).to.deep.include({ status: 'refused', code: 'NOT_ALLOWED' })
    })
    it('tells the whole goal on one page', async () => {
      await seedDone(test.store, {
        goal: 'g_done',
        said: 'refund it',
        amount: '35.00',
        approval: 'a_done',
        person: 'operator',
      })
      const page = GoalPage.parse(await (await send('/api/goals/g_done')).json())
      expect(page).to.deep.include({
        goal: 'refund it',
        class: 'done-approved',
        says: 'Ann Example',
        cost: '0.0123 EUR',
        money: [{ amount: '35.00', currency: 'EUR' }],
      })
      expect(page.effects[0]).to.deep.include({
        status: 'done',
        verified: true,
        result: { refund_id: 'r-9' },
      })
      expect(page.approvals[0]?.decisions).to.deep.include({
        ...page.approvals[0]?.decisions[0],
        person: 'maria-keller',
        what: 'approved',
        note: 'photo seen',
      })
      expect(page.steps.map(({ what }) => what)).to.deep.equal([
        'accepted',
        'routed',
        'assigned',
        'approval',
        'effect',
        'ended',
      ])
    })
    it('shows a halt of its workflow beside a goal from then on, and no longer than it lasts', async () => {
      const halted = async (goal: string) =>
        GoalPage.parse(await (await send(`/api/goals/${goal}`)).json()).halted
      await send('/api/halts/h_1', { method: 'DELETE' })
      expect(await halted('g_wait')).to.equal(false)
      await post('/api/halts', { scope: 'workflow:refunds-under-50' })
      expect([await halted('g_wait'), await halted('g_done')]).to.deep.equal([true, false])
      await send('/api/halts/h_1', { method: 'DELETE' })
      expect(await halted('g_wait')).to.equal(false)
    })
    it('shows a goal whose texts are erased', async () => {
      await seedDone(test.store, {
        goal: 'g_erased',
        said: 'secret',
        amount: '35.00',
        approval: 'a_erased',
        person: 'operator',
      })
      await test.store.eraseSubject('g_erased')
      const response = await send('/api/goals/g_erased')
      const page = GoalPage.parse(await response.json())
      expect(page).to.deep.include({ goal: null, money: [{ amount: '35.00', currency: 'EUR' }] })
      const trail = await (await send('/api/goals/g_erased/trail')).text()
      expect(trail).to.contain('"readable":false').and.not.to.contain('secret')
    })
    it('shows what a model was asked and said, and what was read, beside what the events speak of', async () => {
      const step = { task: 't_1', attempt: 1, worker: 'w_1' }
      const [first, last] = ['2020-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z']
      const said = { kind: 'step', says: 'I refund it' }
      const read = { tool: 'shop.get_order', result: { id: '1042' } }
      await test.store.putStep('g_done', { ...step, id: 's_1', by: 'support', at: first, content: said })
      await test.store.putStep('g_done', { ...step, id: 's_2', by: 'gateway', at: last, content: read })
      const { items } = Trail.parse(await (await send('/api/goals/g_done/trail')).json())
      expect(items[0]).to.deep.include({ event: 's_1', field: 'step', readable: true })
      expect(items[0]?.value).to.deep.equal({ ...step, by: 'support', content: said })
      expect(items.at(-1)?.value).to.deep.equal({ ...step, by: 'gateway', content: read })
      expect(items.length).to.be.greaterThan(4)
    })
    it('lists events of the record without content, and from a version on', async () => {
      const Page = z.object({ items: z.array(z.object({ version: z.int(), type: z.string() })) })
      const all = Page.parse(await (await send('/api/goals/g_done/events')).json())
      const later = Page.parse(await (await send('/api/goals/g_done/events?after=4')).json())
      expect(all.items[0]?.type).to.equal('GoalAccepted')
      expect(later.items).to.deep.equal(all.items.slice(4))
    })
    it('makes the trace of a goal from its record', async () => {
      const { items } = Spans.parse(await (await send('/api/goals/g_done/trace')).json())
      expect(items.filter(({ root }) => root)).to.have.length(1)
      expect(items.length).to.be.greaterThan(2)
    })
    it('lists goals by filter, page by page, and searches their texts', async () => {
      const Page = z.object({
        items: z.array(z.object({ id: z.string(), status: z.string() })),
        cursor: z.string().nullable(),
      })
      const ended = Page.parse(await (await send('/api/goals?status=ended')).json())
      expect(ended.items.length).to.be.greaterThan(0)
      expect(new Set(ended.items.map(({ status }) => status))).to.deep.equal(new Set(['ended']))
      const first = Page.parse(await (await send('/api/goals?limit=1')).json())
      const second = Page.parse(
        await (await send(`/api/goals?limit=1&cursor=${encodeURIComponent(first.cursor ?? '')}`)).json(),
      )
      expect(second.items[0]?.id).not.to.equal(first.items[0]?.id)
      const found = Page.parse(await (await send('/api/goals?q=REFUND%20MY')).json())
      expect(found.items.map(({ id }) => id)).to.deep.equal(['g_wait'])
      expect((await send('/api/goals?limit=0')).status).to.equal(400)
    })
    it('says what can move today from the caps and the ledger', async () => {
      const reserved = await test.store.reserve(
        'e_held',
        'g_wait',
        new Date().toISOString(),
        ['company', 'workflow:refunds-under-50'].map((key) => ({
          key,
          kind: 'money_moved' as const,
          currency: 'EUR',
          period: 'day' as const,
          day: new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' }).format(new Date()),
          amount: 3500n,
          limit: 100_000n,
        })),
      )
      expect(reserved.ok).to.equal(true)
      const budgets = Budgets.parse(await (await send('/api/budgets')).json())
      expect(budgets.today).to.deep.equal([
        { currency: 'EUR', canMove: '965.00 EUR', moved: '0.00 EUR', held: '35.00 EUR' },
      ])
      const line = budgets.items.find(
        ({ key, kind }) => key === 'workflow:refunds-under-50' && kind === 'money_moved',
      )
      expect(line).to.deep.include({ limit: '1000.00 EUR', held: '35.00 EUR', left: '965.00 EUR' })
    })
    it('streams events as they are published', async () => {
      const stop = new AbortController()
      const response = await send('/api/stream', { signal: stop.signal })
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
      expect((await reader?.read())?.value).to.contain(': open')
      const bus = await test.nats.supervisor()
      await bus.publish(
        bus.subjects.events('api', 'g_1', 'accepted'),
        { ok: 1 },
        { headers: { 'ce-id': 'g_1@1' } },
      )
      let text = ''
      while (!text.includes('\n\n')) text += (await reader?.read())?.value ?? ''
      stop.abort()
      expect(text).to.contain('event: accepted').and.to.contain('id: g_1@1').and.to.contain('"ok":1')
    })
    it('serves plain pages and its own description to everybody, and no content with them', async () => {
      const home = await (await raw('/')).text()
      expect(home)
        .to.contain('Sign in')
        .and.not.to.match(/wait|refund|inbox/i)
      expect(await (await raw('/metrics')).text()).to.match(/remit_inbox_open\{kind="approval"\} \d+/)
      expect((await raw('/readyz')).status).to.equal(200)
      const description = z
        .object({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
        .parse(await (await raw('/api/openapi.json')).json())
      expect(description.openapi).to.equal('3.1.0')
      expect(Object.values(description.paths).flatMap((path) => Object.keys(path))).to.have.length(
        Object.keys(routes).length,
      )
    })
  })

  describe('starting', () => {
    const options = () => ({
      home: test.home,
      host: '127.0.0.1',
      port: Number(new URL(test.url).port),
      nats: { url: test.nats.url, user: 'console', pass: test.nats.password('console') },
      log: silentLog,
    })
    const codeOf = (promise: Promise<AsyncDisposable>): Promise<unknown> =>
      promise.then(
        async (running) => {
          await running[Symbol.asyncDispose]()
          return 'started'
        },
        (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
      )
    it('says that a port set by hand is taken, else takes the next free one', async () => {
      expect(await codeOf(startConsole({ ...options(), portByHand: true }))).to.equal('PORT_IN_USE')
      expect(await codeOf(startConsole({ ...options(), portByHand: false }))).to.equal('started')
    })
    it('listens elsewhere only where people are named', async () => {
      const file = homeFiles(test.home).console
      const before = await readFile(file, 'utf8').catch(() => '')
      await appendTo(test.store, 'control/sample', 'nobody', [
        {
          type: 'PolicyApplied',
          data: {
            digest: 'p3',
            files: { 'people.yaml': 'people: []' },
            by: 'operator',
            difference: [],
            second: null,
          },
        },
      ])
      expect(
        await codeOf(startConsole({ ...options(), host: '0.0.0.0', port: 0, portByHand: false })),
      ).to.equal('BAD_CONFIG')
      expect(await readFile(file, 'utf8').catch(() => '')).to.equal(before)
    })
  })
})
