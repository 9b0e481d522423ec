import { expect } from 'chai'
import { child, concludes, delegates, join, running, two, wide } from './delegation-for-test.ts'
import { given, type Given } from './given-for-test.ts'
import { accept, asking, at, call, cancel, claim, digest, outcome, park, tick } from './samples-for-test.ts'
import { statusOf, type Goal } from './state.ts'

const status = (goal: Goal, task: string): string | undefined => goal.tasks[task]?.status
const ends = (goal: Goal, delegation = 'd1'): string[] =>
  goal.delegations[delegation]?.children.map((one) => one.status) ?? []

describe('delegation', () => {
  it('parks the task without a lease and assigns every child in the same commit', () => {
    const told = running.when(delegates('d1', [child('t2'), child('t3', 'support.look@1')]))
    expect(told.types).to.deep.equal(['OutcomeReceived', 'Delegated', 'TaskAssigned', 'TaskAssigned'])
    expect(told.goal.tasks['t1']).to.include({ status: 'parked', until: null, worker: null })
    expect(told.goal.tasks['t1']?.waiting).to.deep.equal(['d1'])
    expect(status(told.goal, 't2')).to.equal('assigned')
    expect(told.goal.handoffs).to.have.length(2)
  })
  it('returns what is left of the lease when it parks', () => {
    const drawn = given([accept(), claim({ slice: { tokens: 100, cost: 10 } })], wide)
    const told = drawn.when(
      outcome(
        { kind: 'delegate', to: { ok: true, delegation: 'd1', due: at(60), children: [child('t2')] } },
        { used: { tokens: 30, cost: 3 } },
      ),
    )
    expect(told.goal.spent).to.deep.equal({ tokens: 30, cost: 3 })
    expect(Object.values(told.goal.holders).every((one) => one.status === 'settled')).to.equal(true)
  })
  it('wakes whoever waits when the last child has ended, with every end typed', () => {
    const one = two.when(concludes('t2'))
    expect(one.types).to.deep.equal(['OutcomeReceived', 'DelegateEnded'])
    expect(ends(one.goal)).to.deep.equal(['ok', 'open'])
    expect(status(one.goal, 't1'), 'join is all').to.equal('parked')
    const both = two.and(concludes('t2')).when(outcome({ kind: 'declined', effect: null }, { task: 't3' }))
    expect(ends(both.goal)).to.deep.equal(['ok', 'failed'])
    expect(status(both.goal, 't1')).to.equal('woken')
    expect(both.goal.delegations['d1']?.children[1]).to.include({ code: 'DECLINED' })
    expect(both.goal.status).to.equal('working')
  })
  it("brings a child's question and its third failed attempt up to whoever waits, not to a person", () => {
    const asked = two.when(outcome({ kind: 'escalate' }, { task: 't2' }))
    expect(asked.goal.delegations['d1']?.children[0]).to.include({ status: 'failed', code: 'ASKED' })
    const silent = (attempt: number) => tick({ kind: 'lease', task: 't2', attempt }, at(attempt * 10))
    const third = two
      .and(silent(1), claim({ task: 't2', attempt: 2, at: at(11), until: at(12) }))
      .and(silent(2), claim({ task: 't2', attempt: 3, at: at(21), until: at(22) }))
      .when(silent(3))
    expect(third.types).to.deep.equal(['AttemptFailed', 'DelegateEnded'])
    expect(third.goal.escalation).to.equal(null)
  })
  it('ends whoever has not answered in time as a time-out, and records what they still send as late', () => {
    const early = two.when(join('d1', 59))
    expect(early.types).to.deep.equal([])
    const due = two.and(concludes('t2')).when(join('d1', 60))
    expect(due.types).to.deep.equal(['DelegateEnded'])
    expect(ends(due.goal)).to.deep.equal(['ok', 'timeout'])
    expect(status(due.goal, 't1')).to.equal('woken')
    const late = two.and(concludes('t2'), join('d1', 60)).when(concludes('t3'))
    expect(late.types).to.deep.equal(['OutcomeReceived'])
    expect(late.events[0]?.data).to.include({ late: true })
    expect(ends(late.goal), 'never merged').to.deep.equal(['ok', 'timeout'])
  })
  it('voids what waits for a person for a timed-out child alone, and leaves what others wait for', () => {
    const waits = two.and(asking({ call: call({ task: 't3' }) }), park({ task: 't3', waiting: ['e1'] }))
    const told = waits.and(concludes('t2')).when(join('d1', 60))
    expect(told.types).to.deep.equal(['ApprovalVoid', 'DelegateEnded'])
    expect(told.goal.effects['e1']).to.include({ status: 'void', code: 'TIMEOUT' })
    const shared = two.and(asking({ call: call({ task: 't3' }) }), park({ task: 't2' }))
    const asks = shared.when(outcome({ kind: 'escalate' }, { task: 't3' }))
    expect(asks.goal.effects['e1']?.status, 'another child waits for it').to.equal('waiting-approval')
    const held = two.and(asking({ call: call({ task: 't3' }) }), park({ task: 't3' }), concludes('t2'))
    expect(held.goal.effects['e1']?.status, 'a child that ends well voids nothing').to.equal(
      'waiting-approval',
    )
  })
  it('is refused over eight at once, three deep, and to a contract that somebody above works under', () => {
    const many = Array.from({ length: 9 }, (_, n) => child(`t${n + 2}`, `finance.check-${n}@1`))
    expect(running.when(delegates('d1', many)).goal.escalation?.code).to.equal('DELEGATION_LIMIT')
    expect(running.when(delegates('d1', many.slice(1))).goal.escalation).to.equal(null)
    const self = running.when(delegates('d1', [child('t2', 'support.refund@1')]))
    expect(self.goal.escalation?.code).to.equal('DELEGATION_LIMIT')
    const level = (story: Given, n: number): Given =>
      story.and(
        delegates(`d${n}`, [child(`t${n + 1}`, `finance.level-${n}@1`)], `t${n}`),
        claim({ task: `t${n + 1}` }),
      )
    const third = level(level(level(running, 1), 2), 3)
    const fourth = third.when(delegates('d4', [child('t5', 'finance.level-4@1')], 't4'))
    expect(fourth.goal.delegations['d3']?.children[0]).to.include({ code: 'DELEGATION_LIMIT' })
    expect(status(fourth.goal, 't3'), 'who waits decides').to.equal('woken')
    const back = level(running, 1).when(delegates('d2', [child('t3', 'support.refund@1')], 't2'))
    expect(back.goal.delegations['d1']?.children[0]).to.include({ code: 'DELEGATION_LIMIT' })
  })
  it('is refused to an agent that the workflow does not list', () => {
    const told = running.when(delegates('d1', [child('t2', 'stranger.look@1')]))
    expect(told.goal.escalation?.code).to.equal('TOOL_NOT_ALLOWED')
  })
  it('counts each child as a handoff of the goal', () => {
    const pinned = given([accept(), claim()])
    const four = ['a', 'b', 'c', 'd'].map((n, index) => child(`t${index + 2}`, `finance.${n}@1`))
    expect(pinned.when(delegates('d1', four)).goal.escalation?.code).to.equal('OVER_BUDGET')
    expect(pinned.when(delegates('d1', four.slice(1))).goal.escalation).to.equal(null)
  })
  it('keeps the place of a child that is handed on, and its end is the end of whoever holds it', () => {
    const handed = two.and(
      outcome(
        {
          kind: 'handoff',
          to: { ...child('t9', 'support.other@1'), ok: true, handoff: 'h9', note: digest('note') },
        },
        { task: 't2' },
      ),
      claim({ task: 't9' }),
    )
    expect(ends(handed.goal)).to.deep.equal(['open', 'open'])
    const told = handed.when(concludes('t9'))
    expect(ends(told.goal)).to.deep.equal(['ok', 'open'])
  })
  it('sees the same question to the same agent, once answered, as a loop; a failed one may be asked again', () => {
    const once = [child('t2', 'finance.check@1', { handoff: 'same' })]
    const again = [child('t4', 'finance.check@1', { handoff: 'same' })]
    const resumed = claim({ at: at(50), until: at(51) })
    const answered = running.and(delegates('d1', once), claim({ task: 't2' }), concludes('t2'), resumed)
    expect(answered.when(delegates('d2', again)).goal.escalation?.code).to.equal('LOOP')
    const declined = outcome({ kind: 'declined', effect: null }, { task: 't2' })
    const failed = running.and(delegates('d1', once), claim({ task: 't2' }), declined, resumed)
    expect(failed.when(delegates('d2', again)).goal.escalation).to.equal(null)
  })
  it('takes everything below along in a cancel, and nothing of it begins after', () => {
    const told = two.and(asking({ call: call({ task: 't3' }) })).when(cancel())
    expect(told.goal.class).to.equal('cancelled')
    expect(Object.values(told.goal.tasks).every((task) => task.status === 'over')).to.equal(true)
    expect(told.goal.delegations['d1']?.status).to.equal('over')
  })
  it('shows working while a child works, and waiting when all wait', () => {
    expect(statusOf(two.goal)).to.equal('working')
    const all = two.and(
      asking({ call: call({ task: 't3' }) }),
      park({ task: 't3' }),
      asking({ call: call({ task: 't2', agent: 'finance', effect: 'e2', base: 'b2' }), approval: 'a2' }),
      park({ task: 't2', waiting: ['e2'] }),
    )
    expect(statusOf(all.goal)).to.equal('waiting')
  })
})
