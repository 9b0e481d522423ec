import { expect } from 'chai'
import { eur, people } from '../samples-for-test.ts'
import { mayTopUp } from './may-top-up.ts'

const goal = { chain: ['ann'] }

describe('who may raise a budget of a goal', () => {
  it("is of the owner's role, and nobody who asked for it", () => {
    expect(mayTopUp(goal, people.bob, 'lead', null)).to.equal(null)
    expect(mayTopUp(goal, people.cleo, 'lead', null)).to.equal('NOT_YOUR_ROLE')
    expect(mayTopUp(goal, people.ann, 'lead', null)).to.equal('OWN_REQUEST')
  })
  it('has a limit that covers the budget as a whole, in its currency', () => {
    expect(mayTopUp(goal, people.bob, 'lead', eur('60.00'))).to.equal(null)
    expect(mayTopUp(goal, people.bob, 'lead', eur('60.01'))).to.equal('OVER_LIMIT')
    expect(mayTopUp(goal, people.bob, 'lead', { amount: '1.00', currency: 'USD' })).to.equal('OVER_LIMIT')
    expect(mayTopUp(goal, { ...people.bob, limit: null }, 'lead', eur('1.00'))).to.equal('OVER_LIMIT')
  })
})
