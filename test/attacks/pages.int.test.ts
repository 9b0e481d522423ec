import { createServer } from 'node:http'
import { once } from 'node:events'
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { appendTo, controlLog } from '../../console/testing/scripted-supervisor.fixture.ts'
import { seedDone, seedEscalated, seedWaiting } from '../../console/testing/seed-goals.fixture.ts'
import { startTestConsole } from '../../console/testing/start-console-for-test.ts'
import type { TestConsole } from '../../console/testing/start-console-for-test.ts'
import type { ControlEvent } from '../../contracts/events.ts'
import { pageOf } from '../../contracts/http/page-paths.ts'
import { startBrowser } from '../harness/browser.ts'
import type { TestBrowser } from '../harness/browser.ts'

/** Each would run something, leave the page, or change what stands beside it, wherever it became markup. */
const foreign = [
  `<script>window.hit = 'script'; alert('script')</script>`,
  `<img src=x onerror="window.hit='img'; alert('img')">`,
  `"><svg onload="window.hit='svg'">`,
  `' autofocus onfocus='window.hit="attribute"`,
  `</textarea><script>window.hit='textarea'</script>`,
  `</title><script>window.hit='title'</script>`,
  `javascript:window.hit='link'`,
  `<style>.deciding{display:none}</style><base href="https://evil.example/"><form action="https://evil.example/"><input name=csrf>`,
  `<meta http-equiv="refresh" content="0;url=https://evil.example/">`,
  `{{constructor.constructor('window.hit=1')()}} \${window.hit=1}`,
  `approved by Maria Keller \u202e00.5 RUE`,
].join('\n')

const words = { type: 'string', title: foreign, description: foreign }
/** A system may say what it likes of its tools. */
const hostileOffer: ControlEvent = {
  type: 'ToolsOffered',
  data: {
    system: 'shop',
    tools: [
      {
        name: 'shop.refund_order',
        title: foreign,
        inputSchema: {
          type: 'object',
          properties: { order_id: words, amount: { type: 'number' }, reason: { ...words, enum: [foreign] } },
          required: ['order_id', 'amount', 'reason'],
        },
        hash: 'd',
      },
    ],
  },
}

/** What the page must hold, whatever the texts in it say. */
const markup = (page: Page): Promise<unknown> =>
  page.evaluate(`({
    hit: window.hit ?? null,
    scripts: [...document.scripts].map((one) => new URL(one.src).pathname),
    styles: document.querySelectorAll('style').length,
    foreign: document.querySelectorAll('main img, main svg, main base, main meta, main iframe, main link').length,
    forms: [...document.forms].every((one) => new URL(one.action).origin === location.origin),
    handlers: [...document.querySelectorAll('*')].filter((one) => [...one.attributes].some((a) => a.name.startsWith('on'))).length,
    links: [...document.links].every((one) => new URL(one.href).origin === location.origin),
  })`)

describe('a page with foreign words in every place of it', function () {
  this.timeout(120_000)
  let browser: TestBrowser
  let test: TestConsole
  before(async function () {
    browser = await startBrowser(this)
    test = await startTestConsole(process.env)
    const seed = { said: foreign, amount: '35.00', person: 'operator', foreign }
    await seedWaiting(test.store, { ...seed, goal: 'g_wait', approval: 'a_wait' })
    await appendTo(test.store, controlLog, 'offer-1', [hostileOffer])
    await seedDone(test.store, { ...seed, goal: 'g_done', approval: 'a_done' })
    await seedEscalated(test.store, { ...seed, goal: 'g_esc', approval: 'a_esc' })
  })
  after(async () => {
    await test?.[Symbol.asyncDispose]()
    await browser?.[Symbol.asyncDispose]()
  })
  const signIn = async (page: Page): Promise<void> => {
    await page.goto(`${test.url}/sign-in`)
    await page.getByText('Sign in with a token instead').click()
    await page.getByLabel('Token', { exact: true }).fill('maria-keller-token-for-tests')
    await page.getByRole('button', { name: 'Sign in' }).last().click()
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  }
  const pages = [
    '/',
    '/inbox',
    pageOf('item', { kind: 'approval', id: 'a_wait' }, { goal: 'g_wait' }),
    pageOf('item', { kind: 'approval', id: 'a_done' }, { goal: 'g_done' }),
    pageOf('item', { kind: 'escalation', id: 'g_esc' }),
  ]

  it('runs none of them, loads nothing, and keeps its own forms', async () => {
    await using visit = await browser.visit()
    const { page, faults } = visit
    const asked: string[] = []
    page.on('request', (request) => void asked.push(new URL(request.url()).origin))
    await signIn(page)
    for (const path of pages) {
      await page.goto(`${test.url}${path}`)
      await page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true })`)
      expect(await markup(page), path).to.deep.equal({
        hit: null,
        scripts: path.split('/').length > 2 ? ['/assets/active-time.js'] : [],
        styles: 0,
        foreign: 0,
        forms: true,
        handlers: 0,
        links: true,
      })
      const text = await page.locator('main').innerText()
      expect(text, path).to.contain('<script>')
      if (path.split('/').length > 2) expect(text, path).to.contain('⟨U+202E⟩')
    }
    expect([...new Set(asked)]).to.deep.equal([test.url])
    expect(faults).to.deep.equal([])
  })

  it('gives what was typed back as text, also where it was not taken', async () => {
    await using visit = await browser.visit()
    const { page, faults } = visit
    await signIn(page)
    await page.goto(`${test.url}${pages[2]}`)
    await page.getByText('Edit, then approve').click()
    await page.getByLabel('Note for the record').last().fill(foreign)
    await page.getByLabel('amount').fill('"><script>window.hit=1</script>')
    await page.getByRole('button', { name: 'Approve the edited call' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByLabel('amount').inputValue()).to.equal('"><script>window.hit=1</script>')
    expect(await page.evaluate('window.hit ?? null')).to.equal(null)
    expect(faults.filter((fault) => !fault.includes('400'))).to.deep.equal([])
  })

  it('cannot be put in a frame of another site, and a form of that site decides nothing', async () => {
    const evil = createServer((_, answer) => {
      const target = `${test.url}${pageOf('act', { kind: 'approval', id: 'a_wait', act: 'approve' })}`
      answer.setHeader('content-type', 'text/html').end(
        `<!doctype html><iframe src="${test.url}${pages[2]}"></iframe>
<form method="post" action="${target}"><input name="goal" value="g_wait"><button>Win a prize</button></form>
<a href="${test.url}${pages[2]}">a link in a mail</a>`,
      )
    })
    evil.listen(0, 'localhost')
    await once(evil, 'listening')
    try {
      const address = evil.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      await using visit = await browser.visit()
      const { page } = visit
      await signIn(page)
      const before = test.supervisor.commands.length
      await page.goto(`http://localhost:${port}/`)
      const [, frame] = page.frames()
      expect(await frame?.evaluate('document.body?.innerText ?? ""').catch(() => '')).not.to.contain('35.00')
      await page.getByRole('button', { name: 'Win a prize' }).click()
      await page.getByRole('alert').waitFor()
      expect(test.supervisor.commands.length).to.equal(before)
      // Whereas a link leads in: only forms are kept from other sites.
      await page.goto(`http://localhost:${port}/`)
      await page.getByText('a link in a mail').click()
      await page.getByRole('heading', { name: 'Approve 35.00 EUR' }).waitFor()
    } finally {
      evil.close()
      evil.closeAllConnections()
    }
  })

  it('works without scripts, and by keyboard alone', async () => {
    await using visit = await browser.visit({ scripts: false, width: 400 })
    const { page } = visit
    await signIn(page)
    await page.goto(`${test.url}${pages[4]}`)
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').innerText()).to.equal('Skip to the content')
    for (let tabs = 0; tabs < 60; tabs += 1) {
      if ((await page.locator(':focus').getAttribute('id')) === 'resume-note') break
      await page.keyboard.press('Tab')
    }
    await page.keyboard.type('go on with the other order')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('Your decision stands in the record.').waitFor()
    expect(test.supervisor.commands.at(-1)).to.deep.include({
      kind: 'resume',
      body: { goal: 'g_esc', note: 'go on with the other order' },
    })
    expect(test.supervisor.commands.at(-1)).not.to.have.property('activeMs')
  })
})
