import { expect } from 'chai'
import type { LedgerLine } from '../../store/port.ts'
import type { Cap } from './budget-caps.ts'
import { dayIn, standing } from './budget-lines.ts'

const cap: Cap = {
  key: 'company',
  kind: 'money_moved',
  currency: 'EUR',
  period: 'day',
  limit: 5000n,
  timezone: 'Europe/Berlin',
}
const line = (day: string, used: bigint, more: Partial<LedgerLine> = {}): LedgerLine => ({
  key: 'company',
  kind: 'money_moved',
  currency: 'EUR',
  period: 'day',
  day,
  used,
  held: 0n,
  ...more,
})
// Already the 23rd in Berlin, still the 22nd in UTC.
const now = new Date('2026-11-22T23:30:00.000Z')

describe('how a cap stands', () => {
  it('counts the calendar day of its own time zone', () => {
    expect(dayIn('Europe/Berlin', now)).to.equal('2026-11-23')
    const { used, left } = standing(cap, [line('2026-11-22', 1000n), line('2026-11-23', 300n)], now)
    expect([used, left]).to.deep.equal([300n, 4700n])
  })
  it('counts 30 rolling days, today with them', () => {
    const rolling: Cap = { ...cap, period: '30d' }
    const days = ['2026-10-24', '2026-10-25', '2026-11-23'].map((day) => line(day, 100n, { period: '30d' }))
    expect(standing(rolling, days, now).used).to.equal(200n)
  })
  it('takes what is held from what is left, and never says less than nothing is left', () => {
    expect(standing(cap, [line('2026-11-23', 100n, { held: 900n })], now).left).to.equal(4000n)
    expect(standing(cap, [line('2026-11-23', 9000n)], now).left).to.equal(0n)
  })
  it('leaves other keys, kinds, currencies and periods alone', () => {
    const others = [
      line('2026-11-23', 1n, { key: 'workflow:x' }),
      line('2026-11-23', 1n, { kind: 'cost' }),
      line('2026-11-23', 1n, { currency: 'USD' }),
      line('2026-11-23', 1n, { period: '30d' }),
    ]
    expect(standing(cap, others, now).used).to.equal(0n)
  })
})
