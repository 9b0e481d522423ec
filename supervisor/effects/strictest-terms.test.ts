import { expect } from 'chai'
import type { ApprovalTerms } from '../decider/terms.ts'
import { strictestMode, strictestTerms } from './strictest-terms.ts'

const eur = (amount: string) => ({ amount, currency: 'EUR' })
const terms = (more: Partial<ApprovalTerms>): ApprovalTerms => ({
  role: 'clerk',
  separateOver: eur('40.00'),
  alwaysOver: eur('40.00'),
  fourEyesOver: null,
  withinSeconds: 3600,
  remindSeconds: null,
  twoAfter: [],
  then: { kind: 'escalate' },
  calendar: null,
  timezone: 'UTC',
  ...more,
})

describe('the strictest of two policies', () => {
  it('is the limit that the amount is over, whichever policy has it', () => {
    const two = [terms({}), terms({ alwaysOver: eur('10.00') })]
    for (const all of [two, two.toReversed()])
      expect(strictestTerms(eur('15.00'), all).alwaysOver).to.deep.equal(eur('10.00'))
    const foreign = [terms({}), terms({ alwaysOver: { amount: '90.00', currency: 'USD' } })]
    expect(strictestTerms(eur('15.00'), foreign).alwaysOver?.currency).to.equal('USD')
  })

  it('counts a missing limit as laxer, and for separation as stricter', () => {
    const all = [terms({ separateOver: null, alwaysOver: null }), terms({ fourEyesOver: eur('45.00') })]
    const { separateOver, alwaysOver, fourEyesOver } = strictestTerms(eur('5.00'), all)
    expect([separateOver, alwaysOver, fourEyesOver]).to.deep.equal([null, eur('40.00'), eur('45.00')])
  })

  it('takes the shorter times and the role of now', () => {
    const all = [
      terms({ role: 'gone', withinSeconds: 60, remindSeconds: 30 }),
      terms({ withinSeconds: 0, remindSeconds: null }),
    ]
    expect(strictestTerms(null, all)).to.include({ role: 'clerk', withinSeconds: 60, remindSeconds: 30 })
  })

  it('is the most cautious mode', () => {
    expect(strictestMode(['autonomous', 'act-low-risk'])).to.equal('act-low-risk')
    expect(strictestMode(['autonomous', 'suggest'])).to.equal('suggest')
    expect(strictestMode(['suggest', 'autonomous'])).to.equal('suggest')
  })
})
