import { expect } from 'chai'
import { given, type Given } from '../decider/given-for-test.ts'
import {
  accept,
  at,
  claim,
  digest,
  outcome,
  people,
  propose,
  resolve,
  result,
  terms,
} from '../decider/samples-for-test.ts'
import { lostTrust } from './lost-trust.ts'

const by = { at: at(60), command: 'c7', person: people.bob, owner: 'lead' }
const flag = { type: 'Flag' as const, ...by, note: digest('note') }
const review = (verdict: 'right' | 'wrong') => ({ type: 'Review' as const, ...by, verdict, note: null })
const reverse = { type: 'Reverse' as const, ...by, effect: 'e1', reference: digest('reference') }
const order = { type: 'OrderCheck' as const, at: at(41), reads: digest('r'), unread: null, why: digest('w') }
const holds = { type: 'Checked' as const, at: at(42), check: 1, verdict: { kind: 'holds' as const }, why: '' }
const drawn = { ...terms, review: { share: 500, drawn: true, proof: 'p' } }
const running = (tour = false): Given => given([accept({ tour }), claim(), propose()], drawn)
const done = (tour = false): Given =>
  running(tour).and(result(), outcome({ kind: 'concluded', ok: true }), order, holds)
const lost = (told: Given, command: Parameters<Given['when']>[0]): string[] => {
  const { goal, events } = told.when(command)
  return lostTrust(goal, events).map(({ how, effect }) => `${how} ${effect ?? ''}`.trim())
}

describe('what loses trust', () => {
  it('is an outcome that a person found wrong, by a review or a flag', () => {
    expect(lost(done(), review('wrong'))).to.deep.equal(['wrong-outcome'])
    expect(lost(done(), flag)).to.deep.equal(['wrong-outcome'])
    expect(lost(done(), review('right'))).to.deep.equal([])
  })
  it('is a tool that said yes where its system shows nothing, before the goal ends', () => {
    expect(lost(running(), result({ verified: false }))).to.deep.equal(['failed-verification e1'])
    expect(lost(running(), result({ status: 'unclear', code: 'TOOL_TIMEOUT' }))).to.deep.equal([])
  })
  it('is an effect that a person reversed', () => {
    expect(lost(done(), reverse)).to.deep.equal(['reversed-effect e1'])
  })
  it('is a flag on an open goal only once it has an outcome', () => {
    const flagged = given([accept(), claim()], drawn)
    expect(lost(flagged, flag)).to.deep.equal([])
    expect(lost(flagged.and(flag), resolve())).to.deep.equal(['wrong-outcome'])
    expect(lost(flagged, resolve())).to.deep.equal([])
  })
  it('is nothing that happens in the tour', () => {
    expect(lost(done(true), flag)).to.deep.equal([])
    expect(lost(running(true), result({ verified: false }))).to.deep.equal([])
  })
})
