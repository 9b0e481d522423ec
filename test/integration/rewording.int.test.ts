import { expect } from 'chai'
import { runRewordings } from './run-rewordings.fixture.ts'

describe('one refund in many words', function () {
  this.timeout(120_000)
  it('is one row in the journal, however it is worded and handed back and forth, over 30 seeds', async () => {
    const reworded = await runRewordings(Array.from({ length: 30 }, (_, index) => index + 1))
    for (const { seed, journal, paid, end, wordings, handoffs } of reworded) {
      expect([journal, paid], `seed ${seed}`).to.deep.equal([1, [3000]])
      expect(end, `seed ${seed}`).to.equal('done-alone')
      expect(wordings, `seed ${seed}`).to.be.at.least(2)
      expect(handoffs, `seed ${seed}`).to.be.at.least(2)
    }
  })
})
