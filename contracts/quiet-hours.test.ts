import { expect } from 'chai'
import fc from 'fast-check'
import { quietEnd } from './quiet-hours.ts'

const night = [{ from: 19 * 60, to: 7 * 60 + 30 }]
const end = (at: string, quiet = night): string => quietEnd(at, quiet, 'Europe/Berlin')

describe('quiet hours', () => {
  it('hold nothing by day', () => {
    expect(end('2026-11-23T12:00:00.000Z')).to.equal('2026-11-23T12:00:00.000Z')
    expect(end('2026-11-23T06:30:00.000Z')).to.equal('2026-11-23T06:30:00.000Z')
  })
  it('hold until the morning, before and after midnight', () => {
    expect(end('2026-11-23T18:00:00.000Z')).to.equal('2026-11-24T06:30:00.000Z')
    expect(end('2026-11-24T02:00:00.000Z')).to.equal('2026-11-24T06:30:00.000Z')
  })
  it('end by the wall on the night of a clock change', () => {
    expect(end('2026-03-28T20:00:00.000Z')).to.equal('2026-03-29T05:30:00.000Z')
    expect(end('2026-10-24T20:00:00.000Z')).to.equal('2026-10-25T06:30:00.000Z')
  })
  it('may be a part of the day', () => {
    expect(end('2026-11-23T11:10:00.000Z', [{ from: 720, to: 780 }])).to.equal('2026-11-23T12:00:00.000Z')
  })
  it('never end before they are asked of, nor within themselves', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) }),
        fc.integer({ min: 0, max: 1439 }),
        fc.integer({ min: 0, max: 1439 }),
        (ms, from, to) => {
          fc.pre(from !== to)
          const at = new Date(ms).toISOString()
          const over = end(at, [{ from, to }])
          expect(over >= at).to.equal(true)
          expect(end(over, [{ from, to }])).to.equal(over)
        },
      ),
    )
  })
})
