import { expect } from 'chai'
import fc from 'fast-check'
import { addBusinessTime, type BusinessCalendar } from './business-time.ts'
import { instantOf, nextDayStart, wallOf } from './local-time.ts'

const nine = { from: 9 * 60, to: 17 * 60 }
const week: BusinessCalendar = {
  timezone: 'Europe/Berlin',
  week: [[], [nine], [nine], [nine], [nine], [nine], []],
  holidays: ['2026-12-25'],
}
const hour = 3_600_000
const add = (at: string, hours: number, calendar: BusinessCalendar | null = week): string =>
  addBusinessTime(at, hours * hour, calendar)

describe('business time', () => {
  it('is calendar time where the company has no calendar', () => {
    expect(add('2026-11-21T22:00:00.000Z', 4, null)).to.equal('2026-11-22T02:00:00.000Z')
  })
  it('counts within the day, and to its very end', () => {
    expect(add('2026-11-23T08:00:00.000Z', 4)).to.equal('2026-11-23T12:00:00.000Z')
    expect(add('2026-11-23T12:00:00.000Z', 4)).to.equal('2026-11-23T16:00:00.000Z')
  })
  it('goes on the next morning, over a weekend and over a holiday', () => {
    expect(add('2026-11-23T15:00:00.000Z', 4)).to.equal('2026-11-24T11:00:00.000Z')
    expect(add('2026-11-27T15:00:00.000Z', 4)).to.equal('2026-11-30T11:00:00.000Z')
    expect(add('2026-12-24T15:00:00.000Z', 4)).to.equal('2026-12-28T11:00:00.000Z')
  })
  it('begins at the opening where it is asked at night', () => {
    expect(add('2026-11-23T02:00:00.000Z', 1)).to.equal('2026-11-23T09:00:00.000Z')
  })
  it('keeps local hours when the clock changes over a weekend', () => {
    expect(add('2026-03-27T15:00:00.000Z', 2)).to.equal('2026-03-30T08:00:00.000Z')
    expect(add('2026-10-23T14:00:00.000Z', 2)).to.equal('2026-10-26T09:00:00.000Z')
  })
  it('counts the hours that a night of the change really has', () => {
    const nights = { ...week, week: Array.from({ length: 7 }, () => [{ from: 0, to: 6 * 60 }]) }
    // From local midnight on: five hours are over at six where one is skipped, at four where one comes twice.
    expect(add('2026-03-28T23:00:00.000Z', 5, nights)).to.equal('2026-03-29T04:00:00.000Z')
    expect(add('2026-10-24T22:00:00.000Z', 5, nights)).to.equal('2026-10-25T03:00:00.000Z')
  })
  it('ends, late, on a calendar of holidays alone', () => {
    const never = { ...week, week: Array.from({ length: 7 }, () => []) }
    expect(add('2026-11-23T08:00:00.000Z', 1, never) > '2036').to.equal(true)
  })
})

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'UTC',
]
const hoursOfDay = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 48 }))
  .map(([from, length]) => [{ from: from * 60, to: Math.min(from * 60 + length * 30, 1440) }])
const calendars: fc.Arbitrary<BusinessCalendar> = fc.record({
  timezone: fc.constantFrom(...zones),
  week: fc.array(fc.oneof(hoursOfDay, fc.constant([])), { minLength: 7, maxLength: 7 }),
  holidays: fc.constantFrom([], ['2026-03-29'], ['2026-10-25', '2026-10-26']),
})
const starts = fc
  .oneof(
    fc.integer({ min: Date.UTC(2026, 2, 7), max: Date.UTC(2026, 3, 6) }),
    fc.integer({ min: Date.UTC(2026, 9, 2), max: Date.UTC(2026, 10, 3) }),
    fc.integer({ min: Date.UTC(2011, 11, 28), max: Date.UTC(2011, 11, 31) }),
  )
  .map((ms) => Math.floor(ms / 60_000) * 60_000)

/** The same said minute by minute, from the wall alone: a minute counts that stands on an open hour of a working day. */
const counts = (instant: number, { timezone, week: days, holidays }: BusinessCalendar): boolean => {
  const wall = new Date(wallOf(instant, timezone))
  const minute = wall.getUTCHours() * 60 + wall.getUTCMinutes()
  const open = days[wall.getUTCDay()] ?? []
  if (holidays.includes(wall.toISOString().slice(0, 10))) return false
  return open.some(({ from, to }) => minute >= from && minute < to)
}
/** Where the wall goes back within an hour that is open or closes, only the first of the two counts. */
const goesBack = (from: number, to: number, timezone: string): boolean => {
  const shift = (at: number): number => wallOf(at, timezone) - at
  for (let at = from - 3 * hour; at < to + 3 * hour; at += hour) if (shift(at + hour) < shift(at)) return true
  return false
}

describe('business time, for any calendar', function () {
  // Every minute of some days is looked at on the wall.
  this.timeout(30_000)
  it('passes exactly the minutes that the wall shows as open, and ends on one of them', () => {
    fc.assert(
      fc.property(calendars, starts, fc.integer({ min: 1, max: 400 }), (calendar, start, minutes) => {
        if (calendar.week.every((hours) => hours.length === 0)) return
        const end = Date.parse(addBusinessTime(new Date(start).toISOString(), minutes * 60_000, calendar))
        fc.pre(end - start < 4 * 24 * hour && !goesBack(start, end, calendar.timezone))
        let seen = 0
        for (let at = start; at < end; at += 60_000) if (counts(at, calendar)) seen += 1
        expect(seen).to.equal(minutes)
        expect(counts(end - 60_000, calendar)).to.equal(true)
      }),
      { numRuns: 40 },
    )
  })
  it('never ends earlier where it begins later or is longer', () => {
    fc.assert(
      fc.property(
        calendars,
        starts,
        fc.integer({ min: 0, max: 100 * hour }),
        fc.integer({ min: 1, max: 40 * hour }),
        fc.integer({ min: 0, max: 40 * hour }),
        (calendar, start, later, ms, more) => {
          const end = (from: number, long: number): string =>
            addBusinessTime(new Date(from).toISOString(), long, calendar)
          expect(end(start + later, ms) >= end(start, ms)).to.equal(true)
          expect(end(start, ms + more) >= end(start, ms)).to.equal(true)
        },
      ),
      { numRuns: 300 },
    )
  })
  it('finds the first instant of every wall time, and of one that is skipped the change', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), starts, (timezone, wall) => {
        const instant = instantOf(wall, timezone)
        expect(wallOf(instant, timezone)).to.be.at.least(wall)
        expect(wallOf(instant - 1, timezone)).to.be.below(wall)
      }),
      { numRuns: 500 },
    )
    expect(new Date(instantOf(Date.UTC(2026, 2, 29, 2, 30), 'Europe/Berlin')).toISOString()).to.equal(
      '2026-03-29T01:00:00.000Z',
    )
  })
  it('says when the next day begins', () => {
    expect(nextDayStart('2026-03-28T22:30:00.000Z', 'Europe/Berlin')).to.equal('2026-03-28T23:00:00.000Z')
    expect(nextDayStart('2026-03-28T23:30:00.000Z', 'Europe/Berlin')).to.equal('2026-03-29T22:00:00.000Z')
  })
})
