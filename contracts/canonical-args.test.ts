import { expect } from 'chai'
import * as fc from 'fast-check'
import { canonicalArgs } from './canonical-args.ts'

const schema = {
  type: 'object',
  properties: {
    order_id: { type: 'string' },
    amount: { type: 'number' },
    count: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
    lines: { type: 'array', items: { $ref: '#/$defs/line' } },
  },
  $defs: { line: { type: 'object', properties: { price: { type: ['number', 'null'] } } } },
}

describe('canonical arguments', () => {
  it('makes 30, 30.0 and "30" one', () => {
    for (const amount of [30, 30.0, '30', '30.0', '30.00', ' 30 '])
      expect(canonicalArgs({ amount, order_id: 1042 }, schema)).to.deep.equal({
        amount: 30,
        order_id: '1042',
      })
  })

  it('looks into unions with null, lists, references and depth', () => {
    expect(canonicalArgs({ count: '3', lines: [{ price: '1.50' }] }, schema)).to.deep.equal({
      count: 3,
      lines: [{ price: 1.5 }],
    })
  })

  it('leaves alone what the schema does not know and what no number holds', () => {
    const odd = { note: '30', amount: '12345678901234567890.12', order_id: { a: 1 }, count: 'three' }
    expect(canonicalArgs(odd, schema)).to.deep.equal(odd)
    expect(canonicalArgs({ amount: '1e3' }, schema)).to.deep.equal({ amount: '1e3' })
  })

  it('changes nothing the second time, whatever comes', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (args) => {
        const once = canonicalArgs(args, schema)
        expect(canonicalArgs(once, schema)).to.deep.equal(once)
      }),
    )
  })
})
