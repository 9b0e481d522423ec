import { expect } from 'chai'
import type { Draw } from './commands.ts'
import { given } from './given-for-test.ts'
import {
  accept,
  asking,
  at,
  call,
  claim,
  decision,
  outcome,
  park,
  propose,
  resolve,
  result,
  tick,
} from './samples-for-test.ts'

const assigned = given([accept()])
const running = assigned.and(claim())
const holding = { task: 't1', attempt: 1, worker: 'w1' }
const ok = { ok: true as const, holder: 'draw1', warned: [], reservations: [] }
const draw = (over: Partial<Draw> = {}): Draw => ({
  type: 'Draw',
  at: at(2),
  slice: { tokens: 50, cost: 5 },
  ledger: ok,
  why: '',
  ...holding,
  ...over,
})
const settle = (tokens: number, cost: number) => ({
  type: 'Settle' as const,
  at: at(3),
  used: { tokens, cost },
  ...holding,
})
const calls = (want: number) => ({ type: 'Calls' as const, at: at(2), want, why: '', ...holding })
const returned = (count: number, holder = 'calls-5') => ({
  type: 'CallsReturned' as const,
  at: at(3),
  task: 't1',
  attempt: 1,
  calls: count,
  holder,
})

describe('a claim', () => {
  it('is given once an order, and again to the same worker', () => {
    expect(running.goal.tasks['t1']).to.include({ status: 'running', worker: 'w1', until: at(1.5) })
    const told = running.when(claim())
    expect(told.decision).to.deep.equal({ events: [], answer: { kind: 'claimed', task: 't1', attempt: 1 } })
  })
  it('is refused with what to do', () => {
    const second = running.and(tick({ kind: 'lease', task: 't1', attempt: 1 }, at(2)))
    expect(running.when(claim({ worker: 'w2' })).code).to.equal('NOT_HOLDER')
    expect(second.when(claim()).code).to.equal('OLD_ATTEMPT')
    expect(assigned.when(claim({ attempt: 2 })).code, 'an attempt that nobody ordered').to.equal(
      'OLD_ATTEMPT',
    )
    expect(assigned.when(claim({ task: 't9' })).code).to.equal('UNKNOWN_TASK')
    expect(running.and(asking(), park()).when(claim({ worker: 'w2' })).code).to.equal('NOT_HOLDER')
    expect(running.and(outcome({ kind: 'escalate' })).when(claim()).code).to.equal('TASK_OVER')
    expect(running.and(outcome({ kind: 'concluded', ok: true })).when(claim()).code).to.equal('TASK_OVER')
    expect(running.and(resolve()).when(claim()).code).to.equal('GOAL_OVER')
  })
  it('resumes what was woken, by any worker', () => {
    const woken = running.and(asking(), park(), decision({ decision: 'reject' }))
    const [event] = woken.when(claim({ worker: 'w2', at: at(12) })).events
    expect(event?.data).to.include({ worker: 'w2', resumed: true })
  })
})

describe('budget of a model', () => {
  it('is drawn before the call and settled by what was used', () => {
    const told = running.and(draw()).when(settle(30, 3))
    expect(told.goal.spent).to.deep.equal({ tokens: 30, cost: 3 })
    expect(told.goal.holders['draw1']).to.deep.equal({ status: 'settled', used: { tokens: 30, cost: 3 } })
  })
  it('lays what was used on the slices in their order, and hides no spend over them', () => {
    const two = running.and(draw(), draw({ ledger: { ...ok, holder: 'draw2' } }))
    expect(two.when(settle(70, 4)).goal.holders).to.deep.equal({
      draw1: { status: 'settled', used: { tokens: 50, cost: 4 } },
      draw2: { status: 'settled', used: { tokens: 20, cost: 0 } },
    })
    expect(two.when(settle(130, 12)).goal.spent).to.deep.equal({ tokens: 130, cost: 12 })
  })
  it('stops the goal before the spend that a cap does not cover', () => {
    const ledger = { ok: false as const, key: 'agent:support', kind: 'cost', asked: '5', left: '1' }
    const told = running.when(draw({ ledger }))
    expect(told.types).to.deep.equal(['BudgetExhausted', 'Escalated'])
    expect(told.code).to.equal('OVER_BUDGET')
    const priceless = { ...ledger, key: 'model:unheard-of' }
    expect(running.when(draw({ ledger: priceless })).code).to.equal('NO_PRICE')
    expect(told.goal.spent).to.deep.equal({ tokens: 0, cost: 0 })
  })
  it('warns where the ledger warned', () => {
    const warned = [{ key: 'goal:g_1', kind: 'tokens', percent: 80 }]
    expect(running.when(draw({ ledger: { ...ok, warned } })).types).to.deep.equal([
      'BudgetDrawn',
      'BudgetWarned',
    ])
  })
  it('is refused to an old attempt, which changes nothing', () => {
    const second = running.and(tick({ kind: 'lease', task: 't1', attempt: 1 }, at(2)))
    for (const command of [draw(), settle(1, 1), calls(1), park()]) {
      const told = second.when(command)
      expect(told.code).to.equal('OLD_ATTEMPT')
      expect(told.events).to.deep.equal([])
    }
  })
})

describe('tool calls', () => {
  it('are drawn up to the cap of the goal, then stop it and go to a person', () => {
    const most = running.and(calls(8))
    expect(most.when(calls(5)).decision.answer).to.deep.equal({ kind: 'calls', granted: 2 })
    const told = most.and(calls(5)).when({ ...calls(1), at: at(3) })
    expect(told.types).to.deep.equal(['BudgetExhausted', 'Escalated'])
  })
  it('stop no goal while another gateway may still give some back', () => {
    const all = running.and(calls(5), calls(5))
    const soon = all.when({ ...calls(1), at: at(2.2) })
    expect(soon.decision).to.deep.equal({ events: [], answer: { kind: 'later', code: 'CALLS_OUT' } })
    const back = all.and({ ...returned(4), at: at(2.2) })
    expect(back.when({ ...calls(5), at: at(2.2) }).decision.answer).to.deep.equal({
      kind: 'calls',
      granted: 4,
    })
    expect(all.when({ ...calls(1), at: at(2.25) }).types, 'lost').to.include('BudgetExhausted')
  })
  it('come back unused, once, and no more than their slice had', () => {
    const back = running.and(calls(8), returned(6))
    expect(back.when(calls(10)).decision.answer).to.deep.equal({ kind: 'calls', granted: 8 })
    expect(back.when(returned(1)).events).to.deep.equal([])
    const two = running.and(calls(5), calls(5))
    expect(two.when(returned(6)).events).to.deep.equal([])
    expect(two.when(returned(0)).events).to.deep.equal([])
  })
  it('are warned of once at 80 %', () => {
    const told = running.when(calls(8))
    expect(told.types).to.deep.equal(['BudgetDrawn', 'BudgetWarned'])
    expect(running.and(calls(8)).when(calls(1)).types).to.deep.equal(['BudgetDrawn'])
  })
})

describe('parking', () => {
  const two = running.and(asking(), asking({ call: call({ effect: 'e2' }), approval: 'a2' }))
  it('gives up the lease, and returns what was not used', () => {
    const drawn = assigned.and(claim({ slice: { tokens: 100, cost: 9 } }), asking())
    const told = drawn.when(park({ used: { tokens: 40, cost: 2 } }))
    expect(told.goal.tasks['t1']).to.deep.include({
      status: 'parked',
      until: null,
      worker: null,
      waiting: ['e1'],
    })
    expect(told.goal.spent).to.deep.equal({ tokens: 40, cost: 2 })
  })
  it('does not park on what is settled, unknown to the goal, or nothing at all', () => {
    for (const waiting of [['e1', 'e9'], [], ['e9']]) {
      const told = two.when(park({ waiting }))
      expect(told.decision).to.deep.equal({ events: [], answer: { kind: 'parked', parked: false } })
    }
    const done = running.and(propose(), result())
    expect(done.when(park()).decision.answer).to.deep.equal({ kind: 'parked', parked: false })
  })
  it('is woken by the first of two that is settled, and may park on the other', () => {
    const woken = two.and(park({ waiting: ['e1', 'e2'] }), decision({ decision: 'reject' }))
    expect(woken.goal.tasks['t1']).to.deep.include({ status: 'woken', wakes: 1, waiting: [] })
    const again = woken.and(claim({ at: at(12) }), park({ waiting: ['e2'], at: at(13) }))
    expect(again.goal.tasks['t1']?.status).to.equal('parked')
    expect(
      again.and(decision({ approval: 'a2', decision: 'reject', at: at(14) })).goal.tasks['t1']?.wakes,
    ).to.equal(2)
  })
})
