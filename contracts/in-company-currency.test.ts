import { expect } from 'chai'
import { inCompanyCurrency } from './in-company-currency.ts'

const rate = { from: 'USD', to: 'EUR', rate: 0.87, date: '2026-11-02' }
const inEuro = (amount: string, currency = 'USD') => inCompanyCurrency({ amount, currency }, 'EUR', rate)

describe('an amount by the one rate', () => {
  it('is rounded down, between currencies of any number of decimals', () => {
    expect(inEuro('0.40')).to.deep.equal({ amount: '0.34', currency: 'EUR' })
    expect(inEuro('0.40', 'EUR')).to.deep.equal({ amount: '0.40', currency: 'EUR' })
    const yen = { from: 'JPY', to: 'EUR', rate: 0.006, date: '2026-11-02' }
    expect(inCompanyCurrency({ amount: '1000', currency: 'JPY' }, 'EUR', yen)).to.deep.equal({
      amount: '6.00',
      currency: 'EUR',
    })
  })
  it('is none where the rate is of other currencies, also the other way round', () => {
    expect(inEuro('1.00', 'GBP')).to.equal(null)
    expect(inCompanyCurrency({ amount: '1.00', currency: 'EUR' }, 'USD', rate)).to.equal(null)
    expect(inCompanyCurrency({ amount: '1.00', currency: 'USD' }, 'EUR', undefined)).to.equal(null)
  })
})
