import { expect } from 'chai'
import * as fc from 'fast-check'
import { canonicalJson } from './canonical-json.ts'

describe('canonical JSON', () => {
  it('is one text whatever the order of the keys', () => {
    expect(canonicalJson({ b: 1, a: { d: [2, { f: 1, e: null }], c: 'x' } })).to.equal(
      '{"a":{"c":"x","d":[2,{"e":null,"f":1}]},"b":1}',
    )
  })

  it('writes a number by its shortest text, and keeps the value', () => {
    expect(canonicalJson([30, 30.0, -0, 1e21, 0.1])).to.equal('[30,30,0,1e+21,0.1]')
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(JSON.parse(text))).to.equal(text)
      }),
    )
  })

  it('leaves undefined fields out and keeps hostile keys as data', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).to.equal('{"b":1}')
    expect(canonicalJson(JSON.parse('{"__proto__":1,"a":2}'))).to.equal('{"__proto__":1,"a":2}')
  })

  it('refuses what JSON cannot hold', () => {
    let deep: unknown = 1
    for (let level = 0; level < 5000; level += 1) deep = [deep]
    for (const value of [NaN, Infinity, 1n, new Date(), () => 1, deep])
      expect(() => canonicalJson(value)).to.throw()
  })
})
