import { expect } from 'chai'
import { evidenceOf, missingFor } from './evidence-of.ts'
import type { DecidedSuggestion, GoalOutcome } from './goal-outcome.ts'

const day = (n: number): string => `2026-11-${String(n).padStart(2, '0')}T12:00:00.000Z`
const suggestion = (over: Partial<DecidedSuggestion> = {}): DecidedSuggestion => ({
  tool: 'shop.refund_order',
  amount: { amount: '15.00', currency: 'EUR' },
  at: day(10),
  accepted: true,
  people: ['ann'],
  fastestMs: 4000,
  ...over,
})
const goal = (suggestions: DecidedSuggestion[], tour = false): GoalOutcome => ({
  goal: 'g',
  workflow: 'refunds',
  policy: 'p',
  tour,
  agents: ['support'],
  ended: null,
  class: null,
  proven: false,
  cost: 0,
  people: { ms: 0, unmeasured: 0 },
  review: 'not drawn',
  flagged: false,
  reversed: false,
  suggestions,
  decided: day(10),
})
/** So many decided by two people, the last `not` of them not taken. */
const many = (n: number, not: number): GoalOutcome[] =>
  Array.from({ length: n }, (_, i) =>
    goal([suggestion({ people: [i % 2 === 0 ? 'ann' : 'bob'], accepted: i < n - not })]),
  )
const missing = (outcomes: GoalOutcome[]): string[] => missingFor(evidenceOf(outcomes, day(1)))

describe('what earns a mode', () => {
  it('is 35 of 35 and 52 of 53 accepted suggestions, and not one less', () => {
    expect(missing(many(35, 0))).to.deep.equal([])
    expect(missing(many(53, 1))).to.deep.equal([])
    expect(missing(many(34, 0))[0]).to.match(/0\.8985 \(34 of 34\)/)
    expect(missing(many(52, 1))[0]).to.match(/0\.8988 \(51 of 52\)/)
    expect(missing([])[0]).to.match(/0 of 0/)
  })
  it('needs two people', () => {
    const alone = many(60, 0).map((one) => goal(one.suggestions.map((s) => ({ ...s, people: ['ann'] }))))
    expect(missing(alone)).to.deep.equal(['1 of at least 2 people decided'])
  })
  it('is lost by one decision of under three seconds, be it a yes or a no', () => {
    expect(missing([...many(100, 0), goal([suggestion({ fastestMs: 3000 })])])).to.deep.equal([])
    for (const accepted of [true, false])
      expect(missing([...many(100, 0), goal([suggestion({ fastestMs: 2999, accepted })])])).to.deep.equal([
        'a decision took 2999 ms, under 3 s',
      ])
  })
  it('counts no tour and nothing older than the window', () => {
    const old = goal([suggestion({ at: '2026-10-31T23:59:59.999Z', accepted: false, fastestMs: 1 })])
    const tour = goal([suggestion({ accepted: false, fastestMs: 1 })], true)
    expect(evidenceOf([...many(35, 0), old, tour], day(1))).to.include({ suggestions: 35, accepted: 35 })
  })
  it('is shown with tools, currencies and amounts, which never mix', () => {
    const usd = { amount: '900.00', currency: 'USD' }
    const none = suggestion({ tool: 'helpdesk.reply', amount: null })
    const big = suggestion({ amount: { amount: '35.00', currency: 'EUR' } })
    const evidence = evidenceOf(
      [goal([suggestion(), big, none]), goal([suggestion({ amount: usd })])],
      day(1),
    )
    expect(evidence.tools).to.deep.equal([
      { tool: 'helpdesk.reply', suggestions: 1, least: null, most: null },
      {
        tool: 'shop.refund_order',
        suggestions: 2,
        least: { amount: '15.00', currency: 'EUR' },
        most: { amount: '35.00', currency: 'EUR' },
      },
      { tool: 'shop.refund_order', suggestions: 1, least: usd, most: usd },
    ])
  })
})
