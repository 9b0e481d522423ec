import { expect } from 'chai'
import { eur } from '../samples-for-test.ts'
import { overLimit } from './over-limit.ts'

describe('rule: over limit', () => {
  it('is over from the first cent above, not at the limit', () => {
    expect(overLimit(eur('50.00'), eur('50'))).to.equal(false)
    expect(overLimit(eur('50.01'), eur('50'))).to.equal(true)
  })
  it('takes another currency for over, and does not throw', () => {
    expect(overLimit({ amount: '1', currency: 'JPY' }, eur('50'))).to.equal(true)
  })
})
