import { expect } from 'chai'
import * as fc from 'fast-check'
import {
  addDecimal,
  compareDecimal,
  decimalText,
  multiplyDecimal,
  negateDecimal,
  parseDecimal,
} from './decimal.ts'

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.integer({ min: 0, max: 12 }))
  .map(([units, scale]) => {
    const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
    const text = scale ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits
    return { units, scale, value: parseDecimal(`${units < 0n ? '-' : ''}${text}`) }
  })

describe('a decimal', () => {
  it('holds every number of JSON by its shortest text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e20, max: 1e20 }), (number) => {
        fc.pre(number === 0 || Math.abs(number) > 1e-30)
        expect(Number(decimalText(parseDecimal(String(number))))).to.equal(number + 0)
      }),
    )
  })

  it('adds, compares and multiplies as whole numbers do', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const scale = Math.max(a.scale, b.scale)
        const at = ({ units, scale: own }: typeof a): bigint => units * 10n ** BigInt(scale - own)
        expect(compareDecimal(a.value, b.value)).to.equal(at(a) === at(b) ? 0 : at(a) < at(b) ? -1 : 1)
        expect(addDecimal(addDecimal(a.value, b.value), negateDecimal(b.value))).to.deep.equal(a.value)
        expect(multiplyDecimal(a.value, b.value)).to.deep.equal(multiplyDecimal(b.value, a.value))
      }),
    )
    expect(decimalText(addDecimal(parseDecimal('0.1'), parseDecimal('0.2')))).to.equal('0.3')
    expect(decimalText(multiplyDecimal(parseDecimal('1.5'), parseDecimal('-0.02')))).to.equal('-0.03')
  })

  it('refuses what is none', () => {
    for (const text of ['', 'x', '1,5', '0x10', '1e999', 'NaN', 'Infinity', '--1'])
      expect(() => parseDecimal(text)).to.throw()
  })
})
