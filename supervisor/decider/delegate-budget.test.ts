import { expect } from 'chai'
import type { Command } from './commands.ts'
import { child, delegates, running, two, wide } from './delegation-for-test.ts'
import { given } from './given-for-test.ts'
import {
  accept,
  asking,
  at,
  call,
  claim,
  decision,
  digest,
  judgement,
  outcome,
  propose,
} from './samples-for-test.ts'
import type { Goal } from './state.ts'

const status = (goal: Goal, task: string): string | undefined => goal.tasks[task]?.status

const slice = (holder: string) => ({ ok: true as const, holder, warned: [], reservations: [] })

describe('delegation and what a call needs', () => {
  it('R4: a tool that needs approval needs it at any depth of delegation', () => {
    let story = running
    for (const n of [1, 2, 3]) {
      story = story.and(
        delegates(`d${n}`, [child(`t${n + 1}`, `finance.level-${n}@1`)], `t${n}`),
        claim({ task: `t${n + 1}` }),
      )
      const asked = story.when(
        propose({
          call: call({ task: `t${n + 1}`, agent: 'finance' }),
          judgement: judgement({ mode: 'suggest' }),
        }),
      )
      expect(asked.types, `depth ${n}`).to.deep.equal(['ApprovalRequested'])
      expect(asked.decision.answer.kind).to.equal('waiting')
    }
  })
  it('keeps who asked out of the decision at any depth', () => {
    const asked = two.and(
      asking({ call: call({ task: 't3' }) }, { amount: { amount: '42.00', currency: 'EUR' } }),
    )
    const own = { id: 'ann', roles: ['support-agent'], limit: { amount: '45.00', currency: 'EUR' } }
    expect(asked.when(decision({ person: own })).code).to.equal('OWN_REQUEST')
  })
  it('R17: a delegate inherits what is left of the budget, and no more', () => {
    const drawn = (task: string, want: number): Command => ({
      type: 'Calls',
      at: at(2),
      want,
      why: digest('why'),
      task,
      attempt: 1,
      worker: 'w1',
    })
    const some = given([accept(), claim(), drawn('t1', 7)], wide).and(
      delegates('d1', [child('t2')]),
      claim({ task: 't2' }),
    )
    expect(some.when(drawn('t2', 5)).decision.answer, 'ten for the goal, seven gone').to.deep.equal({
      kind: 'calls',
      granted: 3,
    })
    const capped = given([accept(), claim()], wide).and(
      delegates('d1', [child('t2', 'finance.check@1', { calls: 4 })]),
      claim({ task: 't2' }),
    )
    expect(capped.when(drawn('t2', 5)).decision.answer).to.deep.equal({ kind: 'calls', granted: 4 })
    const over = capped.and(drawn('t2', 4)).when(drawn('t2', 1))
    expect(over.types).to.deep.equal(['BudgetExhausted', 'DelegateEnded'])
    expect(over.goal.delegations['d1']?.children[0]).to.include({ status: 'failed', code: 'OVER_CEILING' })
  })
  it('counts what all below a child use against its ceiling, in tokens and in calls', () => {
    const nested = given([accept(), claim()], wide).and(
      delegates('d1', [child('t2', 'finance.check@1', { tokens: 100, calls: 3 })]),
      claim({ task: 't2', slice: { tokens: 60, cost: 0 }, ledger: slice('h-t2') }),
      { type: 'Calls', at: at(2), want: 2, why: '', task: 't2', attempt: 1, worker: 'w1' },
      outcome(
        {
          kind: 'delegate',
          to: { ok: true, delegation: 'd2', due: at(60), children: [child('t3', 'support.look@1')] },
        },
        { task: 't2', used: { tokens: 60, cost: 0 } },
      ),
    )
    const below = nested.and(claim({ task: 't3', slice: { tokens: 50, cost: 0 }, ledger: slice('h-t3') }))
    expect(below.goal.holders, 'a slice over the ceiling is not given').to.satisfy(
      (holders: Goal['holders']) => Object.values(holders).every((one) => one.status === 'settled'),
    )
    const draw = (tokens: number): Command => ({
      type: 'Draw',
      at: at(4),
      slice: { tokens, cost: 0 },
      ledger: { ok: true, holder: 'h1', warned: [], reservations: [] },
      why: digest('why'),
      task: 't3',
      attempt: 1,
      worker: 'w1',
    })
    expect(below.when(draw(40)).decision.answer.kind).to.equal('drawn')
    const over = below.when(draw(41))
    expect(over.code).to.equal('OVER_CEILING')
    expect(over.goal.delegations['d1']?.children[0]).to.include({ status: 'failed', code: 'OVER_CEILING' })
    expect(status(over.goal, 't3'), 'all below it is over').to.equal('over')
  })
  it('gives the least that any ceiling above leaves, also where the nearest is the wider', () => {
    const deep = given([accept(), claim()], wide).and(
      delegates('d1', [child('t2', 'finance.check@1', { calls: 3 })]),
      claim({ task: 't2' }),
      delegates('d2', [child('t3', 'support.look@1', { calls: 9 })], 't2'),
      claim({ task: 't3' }),
    )
    const want: Command = { type: 'Calls', at: at(2), want: 5, why: '', task: 't3', attempt: 1, worker: 'w1' }
    expect(deep.when(want).decision.answer).to.deep.equal({ kind: 'calls', granted: 3 })
  })
})
