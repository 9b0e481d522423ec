import { expect } from 'chai'
import { CommandAnswer } from '../../contracts/http/answers.ts'
import { waitForGoal } from '../../cli/wait-for-goal.ts'
import { refundedInShop } from '../../cli/up/shop-file.ts'
import { startInstallation } from './installation.ts'

describe('an installation of separate processes', () => {
  it('does a goal from the console to the shop', async () => {
    await using remit = await startInstallation()
    await remit.ready()
    const client = await remit.client()
    await client.call({
      path: 'mode',
      segments: { name: 'refunds-under-50' },
      method: 'POST',
      body: { mode: 'act-low-risk', note: 'test' },
      answer: CommandAnswer,
    })
    const { data } = await client.call({
      path: 'goals',
      method: 'POST',
      body: { goal: 'refund 15 EUR for order 1101, it arrived broken' },
      answer: CommandAnswer,
    })
    const page = await waitForGoal(client, data.goal ?? '', 'settled')
    expect(page.class).to.equal('done-alone')
    expect(refundedInShop(`${remit.shop.data}/shop.sqlite`, ['1101'])).to.deep.equal({ '1101': 1500 })
  })
})
