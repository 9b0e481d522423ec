import { expect } from 'chai'
import { nextAttempt } from './next-attempt.ts'

describe('rule: next attempt', () => {
  it('gives three attempts and no fourth', () => {
    expect([1, 2, 3, 4].map(nextAttempt)).to.deep.equal([2, 3, null, null])
  })
})
