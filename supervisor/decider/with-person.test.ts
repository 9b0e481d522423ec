import { expect } from 'chai'
import { given } from './given-for-test.ts'
import {
  accept,
  asking,
  at,
  byPerson,
  cancel,
  claim,
  claimEffect,
  judgement,
  outcome,
  people,
  propose,
  resume,
  terms,
  tick,
} from './samples-for-test.ts'
import { statusOf } from './state.ts'

const days = (n: number): string => at(40 + n * 24 * 60)
const waiting = given([accept(), claim(), outcome({ kind: 'escalate' })])
const remind = (number: number, day: number) => tick({ kind: 'remind', number }, days(day))
const abandon = (day: number) => tick({ kind: 'abandon' }, days(day))
const unknown = given([accept(), claim(), propose()])
  .and(tick({ kind: 'effect-lease', effect: 'e1', claim: 1 }, at(5)))
  .and(claimEffect({ settles: 1, lookup: 'absent', repeatable: false, judgement: judgement() }))

describe('a goal with a person', () => {
  it('reminds daily, the role first and then the owner', () => {
    expect(waiting.when(remind(1, 0.9)).types).to.deep.equal([])
    const first = waiting.when(remind(1, 1))
    expect(first.events[0]?.data).to.deep.equal({ role: 'lead', number: 1 })
    const other = given([remind(1, 1)], { ...terms, owner: 'head' }, waiting.goal)
    expect(other.log[0]?.data, 'it went to the lead').to.deep.equal({ role: 'lead', number: 1 })
    expect(other.when(remind(1, 1.1)).types, 'once each').to.deep.equal([])
    expect(other.when(remind(2, 2)).events[0]?.data).to.deep.equal({ role: 'head', number: 2 })
  })
  it('ends as abandoned after its time, counted as taken by a person', () => {
    expect(waiting.when(abandon(13.9)).types).to.deep.equal([])
    const told = waiting.when(abandon(14))
    expect(told.goal).to.include({ status: 'ended', class: 'by-person', endCode: 'ABANDONED' })
  })
  it('voids what still waits for a decision when it is abandoned', () => {
    const both = given([accept(), claim(), asking(), outcome({ kind: 'escalate' })])
    const told = both.when(abandon(14))
    expect(told.types).to.deep.equal(['ApprovalVoid', 'GoalEnded'])
  })
  it('is not abandoned over an effect of which nobody knows whether it happened, nor once it goes on', () => {
    expect(unknown.goal.status).to.equal('with-person')
    expect(unknown.when(abandon(20)).types).to.deep.equal([])
    expect(waiting.and(resume()).when(abandon(20)).types).to.deep.equal([])
  })
  it('is with a person, too, while it is cancelled over an unknown effect, and ends when that is said', () => {
    const cancelled = unknown.and(cancel({ at: at(50) }))
    expect(statusOf(cancelled.goal)).to.equal('with-person')
    expect(cancelled.when(resume({ at: at(51) })).code).to.equal('ALREADY_DECIDED')
    expect(cancelled.when(propose({ at: at(51) })).code).to.equal('CANCELLED')
    const said = cancelled.when(byPerson({ at: at(52), happened: false, person: people.bob }))
    expect(said.goal).to.include({ status: 'ended', class: 'cancelled' })
  })
})
