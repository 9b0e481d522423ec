import { expect } from 'chai'
import { Person } from '../../contracts/policy.ts'
import type { Goal } from '../decider/state.ts'
import { given } from '../decider/given-for-test.ts'
import { accept, asking, at, claim, decision, eur } from '../decider/samples-for-test.ts'
import { noticesOf } from '../reactor/notices-of.ts'
import { backoffSeconds, planNotices } from './plan-notices.ts'

const person = (id: string, more: object = {}): Person =>
  Person.parse({
    id,
    name: id,
    roles: ['support-agent'],
    limit: '60 EUR',
    mail: `${id}@example.com`,
    ...more,
  })
const company = { timezone: 'Europe/Berlin' }
const asked = given([accept(), claim(), asking()])
const plan = (people: Person[], now = at(2), goal: Goal = asked.goal) => {
  const [telling] = noticesOf(goal)
  if (!telling) throw new Error('nothing is open')
  return planNotices({ people, company }, goal, telling, now)
}
const whom = (people: Person[], now = at(2), goal: Goal = asked.goal) =>
  plan(people, now, goal).map(({ notice }) => `${notice.person} ${notice.channel}`)

describe('whom to tell, how and when', () => {
  it('is who could decide: with the role, within the limit', () => {
    const people = [
      person('bob'),
      person('poor', { limit: '10 EUR' }),
      person('other', { roles: ['warehouse'] }),
      person('unreachable', { mail: undefined }),
    ]
    expect(whom(people)).to.deep.equal(['bob mail'])
  })
  it('is each way that they have', () => {
    const webhook = { url: 'https://example.com/hook', secret_file: 'hook' }
    expect(whom([person('bob', { webhook })])).to.deep.equal(['bob mail', 'bob webhook'])
  })
  it('is not who has asked where it is separate, nor who has voted', () => {
    const dear = given([accept(), claim(), asking({}, { amount: eur('46.00') })])
    expect(whom([person('ann'), person('bob'), person('cleo')], at(2), dear.goal)).to.deep.equal([
      'bob mail',
      'cleo mail',
    ])
    const voted = dear.and(decision())
    expect(whom([person('ann'), person('bob'), person('cleo')], at(11), voted.goal)).to.deep.equal([
      'cleo mail',
    ])
  })
  it('is the deputy of who is away, once', () => {
    const away = { deputy: 'dora', away: { from: '2026-11-20', to: '2026-11-30' } }
    const dora = person('dora', { roles: ['warehouse'] })
    expect(whom([person('bob', away), person('cleo', away), dora])).to.deep.equal(['dora mail'])
  })
  it('is held until quiet hours end', () => {
    const [held] = plan([person('bob', { quiet: '12:00-18:00' })])
    // Two minutes past one in Berlin: until six there.
    expect(held?.at).to.equal('2026-11-23T17:00:00.000Z')
    expect(plan([person('bob', { quiet: '19:00-07:00' })])[0]?.at).to.equal(at(2))
  })
  it('is tried again later and later, then no more', () => {
    const [first] = plan([person('bob')])
    const id = first?.notice.id ?? ''
    const failed = (attempts: number, code = 'SMTP'): Goal => ({
      ...asked.goal,
      told: { [id]: { item: 'a1', person: 'bob', attempts, code, at: at(3) } },
    })
    const waits = backoffSeconds.map((_, index) => {
      const [next] = plan([person('bob')], at(3), failed(index + 1))
      return (Date.parse(next?.at ?? '') - Date.parse(at(3))) / 1000
    })
    expect(waits).to.deep.equal(backoffSeconds)
    expect(plan([person('bob')], at(3), failed(backoffSeconds.length + 1))).to.deep.equal([])
    expect(plan([person('bob')], at(3), failed(1, 'NO_SMTP')), 'nothing changes by trying').to.deep.equal([])
    expect(plan([person('bob')], at(3), failed(1, '')), 'delivered').to.deep.equal([])
  })
  it('has one name for one thing told, and another once it is reminded of', () => {
    const id = (goal: Goal) => plan([person('bob')], at(2), goal)[0]?.notice.id
    expect(id(asked.goal)).to.equal(id(asked.goal))
    const approval = asked.goal.approvals['a1']
    if (!approval) throw new Error('no approval')
    const reminded = { ...asked.goal, approvals: { a1: { ...approval, reminded: true } } }
    expect(id(reminded)).to.not.equal(id(asked.goal))
  })
})
