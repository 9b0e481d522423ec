import { expect } from 'chai'
import { approve, eur, judgement } from '../samples-for-test.ts'
import { asks } from './asks.ts'

const none = { count: 0, held: false, settledAfterFacts: false }
const why = (...[judged, earlier, person]: Partial<Parameters<typeof asks>>): string[] =>
  asks(judged ?? judgement(), earlier ?? none, person ?? 'ann').why

describe('rule: asks', () => {
  it('asks for every write where the workflow only suggests', () => {
    expect(why(judgement({ mode: 'suggest' }))).to.deep.equal(['mode'])
  })
  it('runs what is low-risk in act-low-risk, and asks for the rest', () => {
    expect(why(judgement())).to.deep.equal([])
    expect(why(judgement({ lowRisk: false }))).to.deep.equal(['risk'])
  })
  it('never takes an effect for low-risk that another goal had on the same key', () => {
    expect(why(judgement(), { ...none, count: 1 })).to.deep.equal(['prior'])
  })
  it('asks in every mode while another goal has the same effect under way', () => {
    expect(why(judgement({ mode: 'autonomous' }), { ...none, held: true })).to.deep.equal(['prior'])
  })
  it('runs what is allowed in autonomous, except above the two limits', () => {
    const of = (amount: string): string[] =>
      why(judgement({ mode: 'autonomous', lowRisk: false, amount: eur(amount) }))
    expect(of('40.00')).to.deep.equal([])
    expect(of('40.01')).to.deep.equal(['always_over'])
    expect(of('45.01')).to.deep.equal(['always_over', 'four_eyes'])
  })
  it('takes an amount in another currency than a limit for one above it', () => {
    const {
      why: reasons,
      votes,
      separate,
    } = asks(judgement({ mode: 'autonomous', amount: { amount: '1.00', currency: 'USD' } }), none, 'ann')
    expect({ reasons, votes, separate }).to.deep.equal({
      reasons: ['always_over', 'four_eyes'],
      votes: 2,
      separate: true,
    })
  })
  it('wants two people over four eyes, and one below', () => {
    expect(asks(judgement({ amount: eur('45.01') }), none, 'ann').votes).to.equal(2)
    expect(asks(judgement({ amount: eur('45.00') }), none, 'ann').votes).to.equal(1)
  })
  it('separates over its limit, and always where the tool names none or nothing moves', () => {
    const separate = (over: Parameters<typeof judgement>[0]): boolean =>
      asks(judgement(over), none, 'ann').separate
    expect(separate({ amount: eur('40.00') })).to.equal(false)
    expect(separate({ amount: eur('40.01') })).to.equal(true)
    expect(separate({ approve: { ...approve, separateOver: null } })).to.equal(true)
    expect(separate({ amount: null })).to.equal(true)
  })
  it('wants two people where it is separate and no person is proven to have asked', () => {
    expect(asks(judgement({ amount: eur('41.00') }), none, null).votes).to.equal(2)
    expect(asks(judgement({ amount: eur('15.00') }), none, null).votes).to.equal(1)
  })
  it("asks in every mode before words or an address that are not code's own leave the company", () => {
    for (const mode of ['act-low-risk', 'autonomous'] as const)
      expect(why(judgement({ mode, sendsFreely: true })), mode).to.deep.equal(['send'])
  })
  it('wants two people, in every mode, after a tool that the rule names', () => {
    const asked = asks(judgement({ mode: 'autonomous' }), none, 'ann', ['helpdesk.get_ticket'])
    expect(asked.why).to.deep.equal(['after:helpdesk.get_ticket'])
    expect(asked.votes).to.equal(2)
  })
})
