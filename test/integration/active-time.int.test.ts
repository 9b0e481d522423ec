import { expect } from 'chai'
import { seedWaiting } from '../../console/testing/seed-goals.fixture.ts'
import { startTestConsole } from '../../console/testing/start-console-for-test.ts'
import type { TestConsole } from '../../console/testing/start-console-for-test.ts'
import { startBrowser } from '../harness/browser.ts'
import type { TestBrowser } from '../harness/browser.ts'

const minute = 60_000

describe('the time that a page was active', function () {
  this.timeout(120_000)
  let browser: TestBrowser
  let test: TestConsole
  before(async function () {
    browser = await startBrowser(this)
    test = await startTestConsole(process.env)
    const seed = { said: 'refund 1042', amount: '35.00', person: 'operator' }
    await seedWaiting(test.store, { ...seed, goal: 'g_wait', approval: 'a_wait' })
  })
  after(async () => {
    await test?.[Symbol.asyncDispose]()
    await browser?.[Symbol.asyncDispose]()
  })

  it('goes with the decision, without what idled for over two minutes', async () => {
    await using visit = await browser.visit()
    const { page } = visit
    await page.goto(`${test.url}/sign-in?next=/inbox/approval/a_wait?goal=g_wait`)
    await page.getByText('Sign in with a token instead').click()
    await page.getByLabel('Token', { exact: true }).fill('maria-keller-token-for-tests')
    await page.clock.install()
    await page.getByRole('button', { name: 'Sign in' }).last().click()
    await page.getByRole('heading', { name: 'Approve 35.00 EUR' }).waitFor()
    for (const passes of [minute, minute, 10 * minute, minute]) {
      await page.clock.fastForward(passes)
      await page.keyboard.press('Shift')
    }
    await page.getByRole('button', { name: 'Approve 35.00 EUR' }).click()
    await page.getByText('Your decision stands in the record.').waitFor()
    // Three minutes, and what the test itself took; the ten that idled would stand out.
    expect(test.supervisor.commands.at(-1)?.activeMs).to.be.within(3 * minute, 5 * minute)
  })
})
