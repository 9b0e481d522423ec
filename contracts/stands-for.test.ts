import { expect } from 'chai'
import { Person } from './policy.ts'
import { standsFor } from './stands-for.ts'

const person = (id: string, more: object = {}): Person =>
  Person.parse({ id, name: id, roles: [`role-of-${id}`], limit: '10 EUR', ...more })
const people = [
  person('ann', { deputy: 'bob', away: { from: '2026-12-24', to: '2026-12-31' } }),
  person('bob', { deputy: 'cleo', away: [{ from: '2026-12-30', to: '2026-12-30' }] }),
  person('cleo'),
]
const of = (id: string, at: string): string[] =>
  standsFor(id, { people, timezone: 'Europe/Berlin', at }).map((one) => one.id)

describe('a deputy', () => {
  it('stands in on the first and the last day, by the calendar of the company', () => {
    expect(of('bob', '2026-12-23T22:59:00.000Z')).to.deep.equal([])
    expect(of('bob', '2026-12-23T23:00:00.000Z')).to.deep.equal(['ann'])
    expect(of('bob', '2026-12-31T22:59:00.000Z')).to.deep.equal(['ann'])
    expect(of('bob', '2026-12-31T23:00:00.000Z')).to.deep.equal([])
  })
  it('of a deputy who is away stands in for that one alone', () => {
    expect(of('cleo', '2026-12-30T12:00:00.000Z')).to.deep.equal(['bob'])
  })
})
