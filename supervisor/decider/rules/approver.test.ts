import { expect } from 'chai'
import { eur, people } from '../samples-for-test.ts'
import { approver, type Vote } from './approver.ts'

const vote = (over: Partial<Vote> = {}): Vote => ({
  role: 'support-agent',
  separate: true,
  amount: eur('35.00'),
  chain: ['ann'],
  voters: [],
  ...over,
})

describe('rule: approver', () => {
  it('lets a person with the role vote up to and at their limit', () => {
    expect(approver(people.bob, vote({ amount: eur('60.00') }))).to.equal(null)
  })
  it('refuses who lacks the role, whatever their limit', () => {
    expect(approver(people.emil, vote())).to.equal('NOT_YOUR_ROLE')
  })
  it('refuses one cent over the limit, and anybody without one', () => {
    expect(approver(people.bob, vote({ amount: eur('60.01') }))).to.equal('OVER_LIMIT')
    expect(approver(people.dora, vote())).to.equal('OVER_LIMIT')
  })
  it('refuses an amount in another currency than the limit, however small', () => {
    expect(approver(people.bob, vote({ amount: { amount: '1', currency: 'JPY' } }))).to.equal('OVER_LIMIT')
  })
  it('refuses who is in the chain of those who asked where it is separate, and only there', () => {
    expect(approver(people.ann, vote())).to.equal('OWN_REQUEST')
    expect(approver(people.ann, vote({ separate: false }))).to.equal(null)
  })
  it('refuses a second vote of the same person', () => {
    expect(approver(people.bob, vote({ voters: ['bob'] }))).to.equal('SECOND_PERSON')
  })
  it('asks for no limit where nothing moves', () => {
    expect(approver(people.dora, vote({ amount: null }))).to.equal(null)
  })
})
