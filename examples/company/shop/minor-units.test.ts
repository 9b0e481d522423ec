import { expect } from 'chai'
import * as fc from 'fast-check'
import { fromMinor, toMinor } from './minor-units.ts'

describe('minor units', () => {
  it('are the amount, exactly, there and back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999_999_999 }),
        fc.constantFrom('EUR', 'USD'),
        (minor, currency) => {
          expect(toMinor(fromMinor(minor, currency), currency)).to.equal(minor)
        },
      ),
    )
  })

  it('know the decimals of each currency', () => {
    expect(toMinor(19.99, 'EUR')).to.equal(1999)
    expect(toMinor(0.1, 'EUR')).to.equal(10)
    expect(toMinor(4500, 'JPY')).to.equal(4500)
    expect(() => toMinor(19.999, 'EUR')).to.throw('2 decimals')
    expect(() => toMinor(0.1 + 0.2, 'EUR')).to.throw('2 decimals')
    expect(() => toMinor(0.5, 'JPY')).to.throw('0 decimals')
    expect(() => toMinor(1e21, 'EUR')).to.throw('no amount')
    expect(() => toMinor(1, 'XXX')).to.throw('does not sell')
  })
})
