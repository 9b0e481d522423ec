import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { homeFiles } from '../../contracts/home-files.ts'
import { pageOf, pagePaths } from '../../contracts/http/page-paths.ts'
import { hashPassword } from '../../store/password-hash.ts'
import { signInLinks } from '../../store/sign-in-links.ts'
import { seedEscalated, seedWaiting } from '../testing/seed-goals.fixture.ts'
import { startTestConsole } from '../testing/start-console-for-test.ts'
import type { TestConsole } from '../testing/start-console-for-test.ts'

type Form = Record<string, string>
const password = 'a long enough password'
const mariasToken = 'maria-keller-token-for-tests'

describe('the pages', function () {
  this.timeout(60_000)
  let test: TestConsole
  before(async () => {
    test = await startTestConsole(process.env)
    await writeFile(join(test.home, 'maria-keller.password'), await hashPassword(password), { mode: 0o600 })
    const seed = { said: 'refund my kettle', amount: '35.00', person: 'operator' }
    await seedWaiting(test.store, { ...seed, goal: 'g_wait', approval: 'a_wait' })
    await seedEscalated(test.store, { ...seed, goal: 'g_esc', approval: 'a_esc' })
  })
  after(() => test[Symbol.asyncDispose]())
  afterEach(() => {
    test.supervisor.answer.with = 'outcome'
  })

  const get = (path: string, cookie = '', headers: Form = {}): Promise<Response> =>
    fetch(`${test.url}${path}`, { redirect: 'manual', headers: { cookie, ...headers } })
  const send = (path: string, form: Form, cookie: string, headers: Form = {}): Promise<Response> =>
    fetch(`${test.url}${path}`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(form),
      headers: { cookie, origin: test.url, ...headers },
    })
  const pairs = (response: Response): string[] =>
    response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')
  const csrfIn = (text: string): string => /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? 'none'
  const visit = async (path: string = pagePaths.signIn) => {
    const response = await get(path)
    return { cookie: pairs(response).join('; '), csrf: csrfIn(await response.text()) }
  }
  const enter = async (proof: Form, more: Form = {}): Promise<Response> => {
    const { cookie, csrf } = await visit()
    return send(pagePaths.signIn, { csrf, ...proof }, cookie, more)
  }
  const session = async (proof: Form = { token: mariasToken }) => {
    const cookie = pairs(await enter(proof)).find((pair) => pair.startsWith('remit_session=')) ?? 'none'
    return { cookie, csrf: csrfIn(await (await get('/inbox', cookie)).text()) }
  }
  const act = (kind: string, id: string, name: string): string => pageOf('act', { kind, id, act: name })
  const sent = (): number => test.supervisor.commands.length

  describe('signing in', () => {
    it('takes a password, a token, and the key of a link once', async () => {
      const key = await signInLinks(homeFiles(test.home).signIn).make(
        'maria-keller',
        new Date(Date.now() + 60_000),
        new Date(),
      )
      for (const proof of [{ person: 'maria-keller', password }, { token: mariasToken }, { link: key }]) {
        const response = await enter(proof)
        expect([response.status, response.headers.get('location')]).to.deep.equal([303, '/'])
        expect(await (await get('/', pairs(response).join('; '))).text()).to.contain('Maria Keller')
      }
      const again = await enter({ link: key })
      expect(again.status).to.equal(401)
      expect(await again.text()).to.contain('This link does not sign anybody in')
    })
    it('shows a link to whoever opens it without using it up', async () => {
      const links = signInLinks(homeFiles(test.home).signIn)
      const key = await links.make('maria-keller', new Date(Date.now() + 60_000), new Date())
      for (let look = 0; look < 2; look += 1)
        expect(await (await get(pageOf('signInLink', { key }))).text()).to.contain('Sign in as Maria Keller')
      expect((await get(pageOf('signInLink', { key: 'nonsense' }))).status).to.equal(404)
    })
    it('takes no wrong, empty or other person’s proof, and says the same of all', async () => {
      const wrong: Form[] = [
        { person: 'maria-keller', password: 'not the password' },
        { person: 'jonas-brandt', password },
        { person: 'nobody', password },
        { person: 'maria-keller', password: '' },
        { token: 'x' },
        { token: '' },
        {},
      ]
      for (const proof of wrong) {
        const response = await enter(proof)
        expect([
          response.status,
          pairs(response).some((pair) => pair.startsWith('remit_session')),
        ]).to.deep.equal([401, false])
        expect(await response.text()).to.contain('Nobody could be signed in with that.')
      }
    })
    it('gives a cookie that scripts cannot read and other sites cannot send', async () => {
      const flags = (await enter({ token: mariasToken })).headers
        .getSetCookie()
        .find((cookie) => cookie.startsWith('remit_session='))
      expect(flags)
        .to.match(/; HttpOnly/)
        .and.to.match(/; SameSite=Strict/)
        .and.to.match(/; Path=\//)
      expect(flags).to.match(/; Expires=/)
    })
    it('makes a session of its own, whatever cookie it came with', async () => {
      const planted = `remit_session=${Buffer.from('{"person":"maria-keller"}').toString('base64url')}.planted`
      const { cookie, csrf } = await visit()
      const response = await send(pagePaths.signIn, { csrf, token: mariasToken }, `${cookie}; ${planted}`)
      const made = pairs(response).find((pair) => pair.startsWith('remit_session=')) ?? ''
      expect(made).not.to.equal(planted)
      expect((await get('/inbox', made)).status).to.equal(200)
      expect((await get('/inbox', planted)).status).to.equal(303)
      const one = await session()
      expect((await session()).cookie).not.to.equal(one.cookie)
    })
    it('takes no form from another site, without its token or with one of another browser', async () => {
      const own = await visit()
      const other = await visit()
      const tries = [
        send(pagePaths.signIn, { token: mariasToken }, own.cookie),
        send(pagePaths.signIn, { csrf: other.csrf, token: mariasToken }, own.cookie),
        send(pagePaths.signIn, { csrf: own.csrf, token: mariasToken }, ''),
        send(pagePaths.signIn, { csrf: own.csrf, token: mariasToken }, own.cookie, {
          origin: 'https://evil.example',
        }),
        send(pagePaths.signIn, { csrf: own.csrf, token: mariasToken }, own.cookie, { origin: 'null' }),
      ]
      for (const response of await Promise.all(tries)) {
        expect(response.status).to.equal(403)
        expect(pairs(response).join()).not.to.contain('remit_session=')
      }
    })
    it('leads nowhere but to a page of this console', async () => {
      for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', '/api/goals']) {
        const response = await enter({ token: mariasToken, next })
        expect(response.headers.get('location'), next).to.equal('/')
      }
      const back = await enter({ token: mariasToken, next: '/inbox/approval/a_wait?goal=g_wait' })
      expect(back.headers.get('location')).to.equal('/inbox/approval/a_wait?goal=g_wait')
    })
    it('ends for every copy of the cookie when its person signs out', async () => {
      const { cookie, csrf } = await session()
      expect((await get('/api/goals', cookie)).status).to.equal(200)
      expect((await send(pagePaths.signOut, { csrf }, cookie)).status).to.equal(303)
      expect((await get('/inbox', cookie)).status).to.equal(303)
      expect((await get('/api/goals', cookie)).status).to.equal(401)
    })
    it('ends when the person has another password', async () => {
      const { cookie } = await session({ person: 'maria-keller', password })
      await writeFile(join(test.home, 'maria-keller.password'), await hashPassword('another password!'))
      expect((await get('/inbox', cookie)).status).to.equal(303)
      await writeFile(join(test.home, 'maria-keller.password'), await hashPassword(password))
    })
  })

  describe('without a sign-in', () => {
    it('say nothing of what goes on here, and ask who it is', async () => {
      const home = await (await get('/')).text()
      expect(home).not.to.match(/wait|refund|EUR|Keller/)
      for (const page of ['/inbox', '/inbox/approval/a_wait?goal=g_wait']) {
        const response = await get(page)
        expect([response.status, response.headers.get('location')]).to.deep.equal([
          303,
          pageOf('signIn', {}, { next: page }),
        ])
      }
    })
    it('do nothing with a form, and say that nothing was done', async () => {
      const before = sent()
      const response = await send(act('approval', 'a_wait', 'approve'), { csrf: 'x', goal: 'g_wait' }, '')
      expect(response.status).to.equal(401)
      expect(await response.text()).to.contain('Nothing was done. Sign in, then decide again.')
      expect(sent()).to.equal(before)
    })
    it('asks the browser again where a visit begins on another site, so that its cookie comes along', async () => {
      const response = await get('/inbox/approval/a_wait?goal=g_wait', '', { 'sec-fetch-site': 'cross-site' })
      expect(response.status).to.equal(200)
      expect(await response.text()).to.contain('content="0;url=/inbox/approval/a_wait?goal=g_wait"')
    })
    it('shows counters to this machine alone, and not to whoever comes through a proxy or by another name', async () => {
      expect((await get('/metrics')).status).to.equal(200)
      for (const headers of [{ 'x-forwarded-for': '192.0.2.1' }, { forwarded: 'for=192.0.2.1' }])
        expect((await get('/metrics', '', headers)).status).to.equal(401)
      const bearer = { 'x-forwarded-for': '192.0.2.1', authorization: `Bearer ${test.token}` }
      expect((await get('/metrics', '', bearer)).status).to.equal(200)
    })
  })

  describe('a form', () => {
    it('becomes the one signed command that the API would send, with the time that the page was active', async () => {
      const { cookie, csrf } = await session()
      const form = { csrf, goal: 'g_wait', note: ' seen ', activeMs: '42000' }
      const response = await send(act('approval', 'a_wait', 'approve'), form, cookie)
      expect(response.status).to.equal(303)
      const command = test.supervisor.commands.at(-1)
      expect(command).to.deep.include({
        person: 'maria-keller',
        kind: 'decide',
        activeMs: 42_000,
        body: { goal: 'g_wait', approval: 'a_wait', decision: 'approve', note: 'seen' },
      })
      const page = await (await get(response.headers.get('location') ?? '', cookie)).text()
      expect(page).to.contain('Your decision stands in the record.')
    })
    it('of an escalation becomes the command that it names, with what was filled in', async () => {
      const { cookie, csrf } = await session()
      const goal = 'g_esc'
      const said = { goal, note: 'n' }
      const sentAs: [string, Form, string, unknown][] = [
        ['resume', { note: 'n' }, 'resume', said],
        ['resolve', { note: 'n' }, 'resolve', said],
        ['cancel', { note: '' }, 'cancel', { goal }],
        [
          'top-up',
          { note: 'n', kind: 'tool_calls', by: ' 10 ' },
          'top-up',
          { ...said, kind: 'tool_calls', by: '10' },
        ],
        ['again', { effect: 'e_1', note: '' }, 'again', { goal, effect: 'e_1' }],
        [
          'by-person',
          { effect: 'e_1', reference: 'till 4', happened: 'yes', amount: '12.5 eur' },
          'by-person',
          {
            goal,
            effect: 'e_1',
            reference: 'till 4',
            happened: true,
            amount: { amount: '12.50', currency: 'EUR' },
          },
        ],
        [
          'by-person',
          { effect: 'e_1', reference: 'till 4', happened: 'no', amount: '12.5 eur' },
          'by-person',
          { goal, effect: 'e_1', reference: 'till 4', happened: false },
        ],
      ]
      for (const [name, form, kind, body] of sentAs) {
        const response = await send(act('escalation', goal, name), { csrf, goal, ...form }, cookie)
        expect(response.status, name).to.equal(303)
        expect(test.supervisor.commands.at(-1), name).to.deep.include({ kind, body })
      }
      const before = sent()
      const wrong = await send(
        act('escalation', goal, 'by-person'),
        { csrf, goal, effect: 'e_1', reference: 'x', amount: 'much' },
        cookie,
      )
      expect([wrong.status, sent()]).to.deep.equal([400, before])
    })
    it('is refused without its token, with one of another session, and from another site', async () => {
      const { cookie, csrf } = await session()
      const other = await session({ token: test.token })
      const before = sent()
      const path = act('escalation', 'g_esc', 'resume')
      const form = { goal: 'g_esc', note: 'go on' }
      const tries: [Form, Form][] = [
        [form, {}],
        [{ ...form, csrf: other.csrf }, {}],
        [{ ...form, csrf: `${csrf.slice(0, -2)}xx` }, {}],
        [{ ...form, csrf }, { origin: 'https://evil.example' }],
        [{ ...form, csrf }, { origin: 'null' }],
      ]
      for (const [sentForm, headers] of tries) {
        const response = await send(path, sentForm, cookie, headers)
        expect(response.status).to.equal(403)
        expect(await response.text()).to.contain('This form does not belong to your session.')
      }
      const json = await fetch(`${test.url}${path}`, {
        method: 'POST',
        body: JSON.stringify({ ...form, csrf }),
        headers: { cookie, origin: test.url, 'content-type': 'text/plain' },
      })
      expect(json.status).to.equal(400)
      expect(sent()).to.equal(before)
    })
    it('takes nobody’s name and no other goal from what it holds', async () => {
      const { cookie, csrf } = await session()
      await send(
        act('escalation', 'g_esc', 'resume'),
        { csrf, goal: 'g_esc', note: 'n', person: 'operator' },
        cookie,
      )
      expect(test.supervisor.commands.at(-1)).to.deep.include({ person: 'maria-keller' })
      const before = sent()
      const other = await send(act('approval', 'a_wait', 'approve'), { csrf, goal: 'g_esc' }, cookie)
      expect([other.status, sent()]).to.deep.equal([404, before])
    })
    it('says what is missing beside the field, keeps what was typed, and sends nothing', async () => {
      const { cookie, csrf } = await session()
      const goal = 'g_fault'
      const seed = { approval: 'a_fault', said: 'x', amount: '35.00', person: 'operator' }
      await seedWaiting(test.store, { ...seed, goal })
      const before = sent()
      const rejected = await send(act('approval', 'a_fault', 'reject'), { csrf, goal, note: '  ' }, cookie)
      expect(rejected.status).to.equal(400)
      expect(await rejected.text()).to.contain('Write a sentence: it is kept in the record.')
      expect(sent()).to.equal(before)
    })
    it('says of a refusal what to do, under its own status, with what was typed', async () => {
      const { cookie, csrf } = await session()
      const goal = 'g_refused'
      await seedWaiting(test.store, {
        goal,
        approval: 'a_refused',
        said: 'x',
        amount: '35.00',
        person: 'operator',
      })
      for (const [code, status, words] of [
        ['OWN_REQUEST', 403, 'You asked for this yourself'],
        ['OVER_LIMIT', 403, 'over your own limit'],
        ['ALREADY_DECIDED', 409, 'This page shows how it was decided.'],
        ['SECOND_PERSON', 409, 'Somebody else has to decide it too'],
      ] as const) {
        test.supervisor.answer.with = code
        const response = await send(
          act('approval', 'a_refused', 'approve'),
          { csrf, goal, note: 'my words' },
          cookie,
        )
        expect(response.status, code).to.equal(status)
        expect(await response.text(), code)
          .to.contain(words)
          .and.to.contain('my words')
      }
    })
    it('says that a decision is stored and not yet judged, then what became of it', async () => {
      const { cookie, csrf } = await session()
      test.supervisor.answer.with = 'silence'
      const response = await send(act('escalation', 'g_esc', 'cancel'), { csrf, goal: 'g_esc' }, cookie)
      expect(response.status).to.equal(303)
      const page = await get(response.headers.get('location') ?? '', cookie)
      expect(await page.text()).to.contain('Your decision is stored, and not yet judged.')
    })
    it('is none for acts and kinds that are not there', async () => {
      const { cookie, csrf } = await session()
      for (const path of [
        act('approval', 'a_wait', 'steal'),
        act('nothing', 'a_wait', 'approve'),
        act('approval', 'a_none', 'approve'),
        act('approval', '__proto__', 'approve'),
        act('__proto__', 'a_wait', 'approve'),
      ])
        expect((await send(path, { csrf, goal: 'g_wait' }, cookie)).status, path).to.equal(404)
    })
  })

  it('may not be framed, sniffed or scripted from elsewhere, and stay in no cache', async () => {
    const { cookie } = await session()
    for (const path of [
      '/',
      '/inbox',
      '/inbox/approval/a_wait?goal=g_wait',
      '/sign-in',
      '/inbox/approval/none',
    ]) {
      const { headers } = await get(path, path === '/sign-in' ? '' : cookie)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy, path).to.contain("default-src 'none'").and.to.contain("frame-ancestors 'none'")
      expect(policy, path).to.contain("script-src 'self'").and.not.to.contain('unsafe')
      expect(headers.get('x-frame-options'), path).to.equal('DENY')
      expect(headers.get('x-content-type-options'), path).to.equal('nosniff')
      expect(headers.get('referrer-policy'), path).to.equal('same-origin')
      expect(headers.get('cache-control'), path).to.equal('no-store')
    }
  })
  it('hold no style and no script of their own', async () => {
    const { cookie } = await session()
    for (const path of ['/', '/inbox', '/inbox/approval/a_wait?goal=g_wait', '/inbox/escalation/g_esc']) {
      const text = await (await get(path, cookie)).text()
      expect(text, path).not.to.match(/<style|\sstyle=|<script>|\son\w+=|javascript:/i)
    }
  })
  describe('guessing', () => {
    it('ends after ten wrong passwords: even the right one has to wait then', async () => {
      const statuses: number[] = []
      for (let guess = 0; guess < 11; guess += 1)
        statuses.push((await enter({ person: 'operator', password: `guess number ${guess}` })).status)
      expect(statuses).to.deep.equal([...Array.from({ length: 10 }, () => 401), 429])
      const response = await enter({ person: 'operator', password })
      expect(Number(response.headers.get('retry-after'))).to.be.within(1, 900)
      expect(await response.text()).to.contain('Too many failed sign-ins')
    })
  })
})
