import { expect } from 'chai'
import type { OrderCheck } from './commands.ts'
import { given, type Given } from './given-for-test.ts'
import { awaitsReview } from './look-back.ts'
import type { Review, Reverse } from './person-commands.ts'
import {
  accept,
  asking,
  at,
  cancel,
  claim,
  claimEffect,
  decision,
  digest,
  judgement,
  outcome,
  people,
  propose,
  resolve,
  result,
  terms,
} from './samples-for-test.ts'
import type { ReviewDraw } from './terms.ts'

const order: OrderCheck = {
  type: 'OrderCheck',
  at: at(41),
  reads: digest('r'),
  unread: null,
  why: digest('w'),
}
const holds = { type: 'Checked' as const, at: at(42), check: 1, verdict: { kind: 'holds' as const }, why: '' }
const concludes = outcome({ kind: 'concluded', ok: true })
const draw = (drawn: boolean): ReviewDraw => ({ share: 500, drawn, proof: 'proof' })
const begin = (review: ReviewDraw | null, over: Parameters<typeof accept>[0] = {}): Given =>
  given([accept(over), claim()], { ...terms, review })
const alone = (told: Given): Given => told.and(propose(), result(), concludes, order, holds)
const review = (over: Partial<Review> = {}): Review => ({
  type: 'Review',
  at: at(60),
  command: 'c7',
  person: people.bob,
  owner: 'lead',
  verdict: 'right',
  note: null,
  ...over,
})
const reverse = (over: Partial<Reverse> = {}): Reverse => ({
  type: 'Reverse',
  at: at(60),
  command: 'c7',
  person: people.bob,
  owner: 'lead',
  effect: 'e1',
  reference: digest('reference'),
  ...over,
})
const drawn = (told: Given): unknown => told.log.find((event) => event.type === 'ReviewDrawn')?.data

describe('the draw for review', () => {
  it('is in the commit that ends a goal without a person, before its end, whether it was drawn or not', () => {
    for (const one of [true, false]) {
      const told = alone(begin(draw(one)))
      expect(told.log.map(({ type }) => type).slice(-2)).to.deep.equal(['ReviewDrawn', 'GoalEnded'])
      expect(drawn(told)).to.deep.equal(draw(one))
      expect(awaitsReview(told.goal)).to.equal(one)
    }
    const declined = begin(draw(true)).and(
      propose({ judgement: judgement({ allow: false, code: 'NOT_ALLOWED' }) }),
      outcome({ kind: 'declined', effect: 'e1' }),
    )
    expect(declined.goal.class).to.equal('declined')
    expect(awaitsReview(declined.goal)).to.equal(true)
  })
  it('says nothing before the end, to anybody', () => {
    const running = begin(draw(true)).and(propose(), result(), concludes, order)
    expect(JSON.stringify([running.goal, running.log])).not.to.include('proof')
  })
  it('is not made where a person had a part, in the tour, or where the workflow reviews nothing', () => {
    const approved = begin(draw(true)).and(
      asking(),
      decision(),
      claimEffect(),
      result({ gateway: 'gw2' }),
      concludes,
      order,
      holds,
    )
    expect(approved.goal.class).to.equal('done-approved')
    for (const told of [
      approved,
      begin(draw(true)).and(resolve()),
      begin(draw(true)).and(cancel()),
      alone(begin(draw(true), { tour: true })),
      alone(begin(null)),
    ])
      expect(drawn(told)).to.equal(undefined)
  })
})

describe('a review', () => {
  const ended = alone(begin(draw(true)))
  it('is answered once, right or wrong, and the goal waits for it no more', () => {
    for (const verdict of ['right', 'wrong'] as const) {
      const told = ended.and(review({ verdict }))
      expect(told.goal.measured.review).to.deep.equal({ drawn: true, verdict })
      expect(awaitsReview(told.goal)).to.equal(false)
      expect(told.when(review()).code).to.equal('ALREADY_DECIDED')
    }
  })
  it('is not for a goal that was not drawn or has not ended', () => {
    expect(alone(begin(draw(false))).when(review()).code).to.equal('NOT_FOR_REVIEW')
    expect(begin(draw(true)).when(review()).code).to.equal('NOT_FOR_REVIEW')
  })
  it('is for the role of the owner, and not for whoever asked for the goal', () => {
    expect(ended.when(review({ person: people.cleo })).code).to.equal('NOT_YOUR_ROLE')
    expect(ended.when(review({ person: people.ann })).code).to.equal('OWN_REQUEST')
  })
})

describe('a reversed effect', () => {
  const done = begin(null).and(propose(), result())
  it('is one that was done, reversed once, by the role of the owner', () => {
    expect(done.and(reverse()).goal.measured.reversed).to.deep.equal(['e1'])
    expect(done.and(reverse()).when(reverse()).code).to.equal('ALREADY_DECIDED')
    expect(done.when(reverse({ person: people.cleo })).code).to.equal('NOT_YOUR_ROLE')
    expect(done.when(reverse({ effect: 'e9' })).code).to.equal('UNKNOWN_EFFECT')
    expect(begin(null).and(propose()).when(reverse()).code).to.equal('NOT_DONE')
  })
  it('leaves the budgets as they are, and may come long after the end', () => {
    const told = alone(begin(null))
    const after = told.and(reverse())
    expect(after.goal.holders).to.deep.equal(told.goal.holders)
    expect(after.goal.effects).to.deep.equal(told.goal.effects)
  })
})
