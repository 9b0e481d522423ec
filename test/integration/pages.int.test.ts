import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { hashPassword } from '../../store/password-hash.ts'
import { overflowOf, startBrowser } from '../harness/browser.ts'
import type { TestBrowser } from '../harness/browser.ts'
import { ended, eventsOf, startScenario } from './scenario.fixture.ts'

type Scenario = Awaited<ReturnType<typeof startScenario>>
const password = 'a long enough password'

describe('the pages, in a browser', function () {
  this.timeout(180_000)
  let browser: TestBrowser
  let scenario: Scenario
  let url: string
  before(async function () {
    browser = await startBrowser(this)
    scenario = await startScenario()
    await scenario.ready()
    url = await scenario.url()
    for (const person of ['operator', 'maria-keller', 'jonas-brandt'])
      await writeFile(join(scenario.remit.home, `${person}.password`), await hashPassword(password), {
        mode: 0o600,
      })
  })
  after(async () => {
    await scenario?.remit.close()
    await browser?.[Symbol.asyncDispose]()
  })

  const signIn = async (page: Page, person: string): Promise<void> => {
    await page.goto(`${url}/inbox`)
    await page.getByLabel('Your name in people.yaml').fill(person)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).first().click()
    await page.getByRole('heading', { name: 'Inbox' }).waitFor()
  }
  const openGoal = async (page: Page, said: string): Promise<void> => {
    await page.goto(`${url}/inbox`)
    await page.getByRole('listitem').filter({ hasText: said }).getByRole('link').click()
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
  const told = (page: Page): Promise<string> => page.locator('.told').first().innerText()
  const fits = async (page: Page, width: number): Promise<void> => {
    expect(page.viewportSize()?.width).to.equal(width)
    expect(await overflowOf(page), page.url()).to.equal(0)
  }

  for (const [width, order, four] of [
    [1280, '8001', '8002'],
    [400, '8003', '8004'],
  ] as const)
    describe(`${width} pixels wide`, () => {
      before(() =>
        scenario.shop.addOrders([
          { id: order, customer: `cus-${order}`, total: 4000 },
          { id: four, customer: `cus-${four}`, total: 4800 },
        ]),
      )

      it('lets a person sign in, read what waits, edit the call and approve it, and exactly that happens', async () => {
        const said = `Refund 35 EUR for order ${order}, it arrived broken`
        const { goal } = await scenario.settle(said)
        await using visit = await browser.visit({ width })
        const { page } = visit
        await page.goto(`${url}/`)
        await fits(page, width)
        await signIn(page, 'maria-keller')
        await fits(page, width)
        await openGoal(page, said)
        await fits(page, width)
        const text = await page.locator('main').innerText()
        expect(text).to.contain('It moves 35.00 EUR').and.to.contain('Asked by Operator, signed in')
        expect(text).to.contain('Read by Remit with shop.get_order').and.to.contain('facts.order.refundable')
        await page.getByText('Edit, then approve').click()
        await fits(page, width)
        const amount = page.getByLabel('amount')
        expect(await amount.inputValue()).to.equal('35')
        expect(await page.getByLabel('order_id').getAttribute('readonly')).to.equal('')
        await amount.fill('thirty')
        await page.getByRole('button', { name: 'Approve the edited call' }).click()
        await page.getByText('Write a number, such as 12.50.').waitFor()
        expect(await amount.getAttribute('aria-invalid')).to.equal('true')
        expect(await amount.inputValue()).to.equal('thirty')
        await fits(page, width)
        await amount.fill('30.00')
        await page.getByLabel('Note for the record').last().fill('the scratch is on one side only')
        await page.getByRole('button', { name: 'Approve the edited call' }).click()
        await page.getByText('Your decision stands in the record.').waitFor()
        const looked = await scenario.until(goal.id, 'ended', ended)
        expect(looked.goal.class).to.equal('done-approved')
        expect(eventsOf(looked, 'ApprovalEdited').map(({ data }) => data.person)).to.deep.equal([
          'maria-keller',
        ])
        expect(scenario.shop.rows(order).map(({ amount: cents }) => cents)).to.deep.equal([3000])
        await page.reload()
        const after = await page.locator('main').innerText()
        expect(after).to.contain('done, and seen in the system').and.to.contain('as Maria Keller edited them')
        await fits(page, width)
        expect(visit.faults.filter((fault) => !fault.includes('400'))).to.deep.equal([])
      })

      it('needs two people over the four-eyes amount, and the requester is none of them', async () => {
        const said = `Refund 47 EUR for order ${four}, it arrived broken`
        const { goal } = await scenario.settle(said)
        await using own = await browser.visit({ width })
        await signIn(own.page, 'operator')
        await openGoal(own.page, said)
        expect(await told(own.page)).to.contain('You asked for this yourself')
        await own.page.getByText('Decide all the same').click()
        await own.page.getByRole('button', { name: 'Approve 47.00 EUR' }).click()
        await own.page.getByRole('alert').waitFor()
        expect(await told(own.page))
          .to.contain('you may not approve it')
          .and.to.contain('named below')
        await fits(own.page, width)

        await using first = await browser.visit({ width })
        await signIn(first.page, 'jonas-brandt')
        await openGoal(first.page, said)
        await first.page.getByRole('button', { name: 'Approve 47.00 EUR' }).click()
        await first.page.getByText('1 of 2 different people have approved.').waitFor()
        expect(scenario.shop.rows(four)).to.deep.equal([])
        await first.page.getByText('Decide all the same').click()
        await first.page.getByRole('button', { name: 'Approve 47.00 EUR' }).click()
        await first.page.getByText('You have decided already.').waitFor()
        await fits(first.page, width)

        await using second = await browser.visit({ width })
        await signIn(second.page, 'maria-keller')
        await openGoal(second.page, said)
        expect(await second.page.locator('main').innerText()).to.contain('Jonas Brandt approved')
        await second.page.getByRole('button', { name: 'Approve 47.00 EUR' }).click()
        await second.page.getByText('Your decision stands in the record.').waitFor()
        const looked = await scenario.until(goal.id, 'ended', ended)
        expect(eventsOf(looked, 'ApprovalGranted').map(({ data }) => data.person)).to.deep.equal([
          'jonas-brandt',
          'maria-keller',
        ])
        expect(scenario.shop.rows(four).map(({ amount }) => amount)).to.deep.equal([4700])
      })
    })
})
