import { expect } from 'chai'
import { asks } from '../../supervisor/decider/rules/asks.ts'
import { approve, eur, judgement } from '../../supervisor/decider/samples-for-test.ts'
import { wouldAsk } from '../../supervisor/policy/would-ask.ts'

describe('what a dry run says would be asked', () => {
  it('is what the decider asks, in every mode, at every amount, with and without a prior', () => {
    const written = {
      separate_over: eur('40.00'),
      always_over: eur('40.00'),
      four_eyes_over: eur('45.00'),
      within: 1,
      // oxlint-disable-next-line unicorn/no-thenable
      then: { kind: 'escalate' as const },
    }
    let seen = 0
    for (const mode of ['suggest', 'act-low-risk', 'autonomous'] as const)
      for (const amount of [
        eur('15.00'),
        eur('40.00'),
        eur('40.01'),
        eur('45.01'),
        { amount: '1.00', currency: 'USD' },
      ])
        for (const lowRisk of [true, false])
          for (const sendsFreely of [true, false])
            for (const count of [0, 1])
              for (const after of [[], ['shop.get_order']]) {
                const decided = asks(
                  judgement({ mode, amount, lowRisk, sendsFreely, approve }),
                  { count, held: false, settledAfterFacts: false },
                  'ann',
                  after,
                )
                const ruling = { allow: true, low_risk: lowRisk, sends_freely: sendsFreely, amount, rule: '' }
                expect(wouldAsk(ruling, written, mode, count, after)).to.deep.equal(decided.why)
                seen += 1
              }
    expect(seen).to.equal(240)
  })
})
