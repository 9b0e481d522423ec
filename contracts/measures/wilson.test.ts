import { expect } from 'chai'
import fc from 'fast-check'
import { wilson } from './wilson.ts'

describe('the Wilson interval', () => {
  it('gives the values of published tables', () => {
    // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I.
    const published: [number, number, number, number][] = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ]
    for (const [hits, n, low, high] of published) {
      expect(wilson(hits, n)?.low).to.be.closeTo(low, 0.00005)
      expect(wilson(hits, n)?.high).to.be.closeTo(high, 0.00005)
    }
  })
  it('holds what was seen, lies within 0 and 1, and is the mirror of its complement', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, part) => {
          const hits = Math.round(n * part)
          const [bounds, mirror] = [wilson(hits, n), wilson(n - hits, n)]
          if (bounds === null || mirror === null) throw new Error('none')
          expect(bounds.low).to.be.within(0, hits / n)
          expect(bounds.high).to.be.within(hits / n, 1)
          expect(bounds.low).to.be.closeTo(1 - mirror.high, 1e-12)
        },
      ),
    )
  })
  it('knows nothing of nothing, and refuses counts that cannot be', () => {
    expect(wilson(0, 0)).to.equal(null)
    for (const [hits, n] of [
      [2, 1],
      [-1, 3],
      [0.5, 1],
    ] as const)
      expect(() => wilson(hits, n)).to.throw(RangeError)
  })
})
