import { expect } from 'chai'
import { given, type Given } from './given-for-test.ts'
import {
  accept,
  asking,
  at,
  call,
  claim,
  decision,
  digest,
  eur,
  judgement,
  outcome,
  people,
  resolve,
  resume,
} from './samples-for-test.ts'

const running = given([accept(), claim()])
const asked = running.and(asking({ at: at(2) }))
const suggestion = (told: Given) => told.goal.measured.suggestions['a1']
const spent = (told: Given): unknown[] =>
  told.log.flatMap((event) => (event.type === 'TimeSpent' ? [event.data] : []))

describe('a suggestion', () => {
  it('is an approval that the mode asks for, and no other', () => {
    expect(suggestion(asked)).to.include({ tool: 'shop.refund_order', answer: null, requestedAt: at(2) })
    const suggest = running.and(asking({}, { mode: 'suggest', lowRisk: true }))
    expect(suggestion(suggest)?.answer).to.equal(null)
    const always = running.and(asking({}, { mode: 'autonomous', amount: eur('44.00') }))
    expect(Object.keys(always.goal.approvals)).to.deep.equal(['a1'])
    expect(always.goal.measured.suggestions).to.deep.equal({})
  })
  it('is accepted or rejected when it is decided, by whom and how fast', () => {
    const yes = asked.and(decision({ at: at(3), activeMs: 5000 }))
    expect(suggestion(yes)).to.include({
      answer: 'accepted',
      decidedAt: at(3),
      fastestMs: 5000,
      edited: false,
    })
    expect(suggestion(yes)?.people).to.deep.equal(['bob'])
    const no = asked.and(decision({ at: at(4), decision: 'reject' }))
    expect(suggestion(no)).to.include({ answer: 'rejected', fastestMs: 120_000 })
  })
  it('is not decided by the first of two, whose time counts too', () => {
    const four = running.and(asking({ at: at(2) }, { amount: eur('46.00') }))
    const first = four.and(decision({ at: at(3), activeMs: 1000, person: people.cleo }))
    expect(suggestion(first)?.answer).to.equal(null)
    const both = first.and(decision({ at: at(5), activeMs: 60_000 }))
    expect(suggestion(both)).to.include({ answer: 'accepted', fastestMs: 1000 })
    expect(suggestion(both)?.people).to.deep.equal(['cleo', 'bob'])
  })
  it('is edited where a person changed the call', () => {
    const ledger = { ok: true as const, holder: 'a1.e9', warned: [], reservations: [] }
    const edit = { args: digest('e'), judgement: judgement({ amount: eur('20.00') }), ledger }
    expect(suggestion(asked.and(decision({ edit })))).to.include({ answer: 'accepted', edited: true })
  })
  it('that was replaced, voided or expired was not decided', () => {
    const replaced = asked.and(asking({ at: at(3), call: call({ args: digest('other') }), approval: 'a2' }))
    expect(suggestion(replaced)?.answer).to.equal(null)
    expect(suggestion(asked.and(resolve()))?.answer).to.equal(null)
  })
})

describe("people's time", () => {
  it('is in the commit of the decision that took it, and where no page saw it there is none', () => {
    const told = asked.and(decision({ at: at(3), activeMs: 5000 }))
    expect(spent(told)).to.deep.equal([{ person: 'bob', kind: 'Decide', about: 'a1', ms: 5000 }])
    expect(spent(asked.and(decision()))).to.deep.equal([])
  })
  it('is no longer than the matter was there, and not longer than a working day', () => {
    const tooLong = asked.and(decision({ at: at(3), activeMs: 3_600_000 }))
    expect(tooLong.goal.measured.time.ms).to.equal(60_000)
    const escalated = running.and(outcome({ kind: 'escalate' }, { at: at(5) }))
    const days = escalated.and(resume({ at: at(5 + 3 * 24 * 60), activeMs: 48 * 3_600_000 }))
    expect(days.goal.measured.time.ms).to.equal(8 * 3_600_000)
  })
  it('of a command that was refused is not counted', () => {
    const told = asked.when(decision({ person: people.emil, activeMs: 5000 }))
    expect(told.types).to.deep.equal(['CommandRefused'])
  })
})
