import { expect } from 'chai'
import * as fc from 'fast-check'
import { currencyCodes, currencyExponent } from './currency-exponents.ts'
import {
  addMoney,
  canonicalMoney,
  compareMoney,
  formatMoney,
  fromMinor,
  minorOf,
  Money,
  parseMoney,
  subtractMoney,
} from './money.ts'

const minor = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })
const currency = fc.constantFrom(...currencyCodes)

describe('money', () => {
  it('goes to minor units and back without loss, in every currency', () => {
    fc.assert(fc.property(minor, currency, (units, code) => minorOf(fromMinor(units, code)) === units))
  })

  it('parses what it formats', () => {
    fc.assert(
      fc.property(minor, currency, (units, code) => {
        const money = fromMinor(units, code)
        expect(Money.parse(money)).to.deep.equal(money)
        expect(parseMoney(formatMoney(money))).to.deep.equal(money)
      }),
    )
  })

  it('adds, subtracts and compares as the minor units do', () => {
    fc.assert(
      fc.property(minor, minor, currency, (left, right, code) => {
        const [a, b] = [fromMinor(left, code), fromMinor(right, code)]
        expect(minorOf(addMoney(a, b))).to.equal(left + right)
        expect(subtractMoney(addMoney(a, b), b)).to.deep.equal(a)
        expect(compareMoney(a, b)).to.equal(left === right ? 0 : left < right ? -1 : 1)
      }),
    )
  })

  it('never adds or compares unlike currencies', () => {
    fc.assert(
      fc.property(minor, currency, currency, (units, left, right) => {
        fc.pre(left !== right)
        const [a, b] = [fromMinor(units, left), fromMinor(units, right)]
        for (const act of [addMoney, subtractMoney, compareMoney])
          expect(() => act(a, b)).to.throw('do not compare')
      }),
    )
  })

  it('has one canonical text for one amount', () => {
    for (const amount of ['50', '50.0', '50.00'])
      expect(canonicalMoney({ amount, currency: 'EUR' })).to.equal('50.00')
    expect(canonicalMoney({ amount: '-0.00', currency: 'EUR' })).to.equal('0.00')
    expect(parseMoney('0.4 EUR')).to.deep.equal({ amount: '0.40', currency: 'EUR' })
    expect(fromMinor(-5n, 'EUR').amount).to.equal('-0.05')
  })

  it('knows currencies with no, three and four decimals', () => {
    expect(minorOf({ amount: '50', currency: 'JPY' })).to.equal(50n)
    expect(minorOf({ amount: '1.5', currency: 'KWD' })).to.equal(1500n)
    expect(fromMinor(12345n, 'CLF').amount).to.equal('1.2345')
    expect(currencyExponent('XXX')).to.equal(undefined)
  })

  it('refuses what is not exact money', () => {
    const bad = ['1.234', '1e3', '01', '.5', '5.', '+5', ' 5', '', 'NaN', '1,5', '0x1', '9'.repeat(31)]
    for (const amount of bad) {
      expect(Money.safeParse({ amount, currency: 'EUR' }).success, amount).to.equal(false)
      expect(() => minorOf({ amount, currency: 'EUR' }), amount).to.throw()
    }
    expect(Money.safeParse({ amount: '1.5', currency: 'JPY' }).success).to.equal(false)
    expect(Money.safeParse({ amount: '1', currency: 'EURO' }).success).to.equal(false)
    expect(Money.safeParse({ amount: '1', currency: 'XXX' }).success).to.equal(false)
    expect(Money.safeParse({ amount: 1, currency: 'EUR' }).success).to.equal(false)
    for (const text of ['50', 'EUR', '50 EUR EUR', '50 eur', '50.001 EUR', 'fifty EUR'])
      expect(() => parseMoney(text), text).to.throw()
  })
})
