import { expect } from 'chai'
import { given } from './given-for-test.ts'
import { changedSince } from './rules/changed-since.ts'
import { accept, asking, claim, decision, eur, judgement, people } from './samples-for-test.ts'

const { cleo, emil } = people
const deputy = { ...emil, standsFor: [{ id: cleo.id, roles: cleo.roles }] }
const four = given([accept(), claim()]).and(asking({}, { amount: eur('46.00') }))

describe('four eyes and a deputy', () => {
  it('take no second vote on the same authority, whoever of the two came first', () => {
    for (const [first, second] of [
      [cleo, deputy],
      [deputy, cleo],
    ] as const) {
      const told = four.and(decision({ person: first })).when(decision({ person: second, command: 'c2' }))
      expect(told.types).to.deep.equal(['CommandRefused'])
    }
  })

  it('ask again where who lent the vote has joined those who asked since', () => {
    const { goal } = four.and(decision({ person: deputy })).when(decision({ command: 'c2' }))
    const [voted] = Object.values(goal.approvals)
    if (voted === undefined) throw new Error('nothing was asked')
    const approval = { ...voted, separate: true }
    const since = { ...goal, chain: [...goal.chain, cleo.id] }
    const ask = { why: ['four_eyes'], votes: 2 as const, separate: true }
    const judged = judgement({ amount: eur('46.00') })
    const now = { people: [people.bob, cleo, emil], definition: approval.definition }
    expect(changedSince(now, goal, approval, judged, ask)).to.deep.equal([])
    expect(changedSince(now, since, approval, judged, ask)).to.have.length(1)
  })
})
