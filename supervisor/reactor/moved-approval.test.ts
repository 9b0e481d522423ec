import { expect } from 'chai'
import type { Reserve } from '../decider/given-for-test.ts'
import { given } from '../decider/given-for-test.ts'
import { ordersOf } from './orders-of.ts'
import { timersOf } from './timers-of.ts'
import {
  accept,
  approve,
  asking,
  at,
  call,
  claim,
  claimEffect,
  decision,
  digest,
  eur,
  judgement,
  people,
  terms,
  tick,
} from '../decider/samples-for-test.ts'

const running = given([accept(), claim()])
const due = tick({ kind: 'approval-due', approval: 'a1' }, at(242))
const remind = tick({ kind: 'approval-remind', approval: 'a1' }, at(62))
const rerouted = { ...approve, then: { kind: 'reroute' as const, role: 'lead' } }
const tomorrow = { ...approve, then: { kind: 'tomorrow' as const }, timezone: 'Europe/Berlin' }
const nineToFive = { from: 540, to: 1020 }
const berlin = {
  timezone: 'Europe/Berlin',
  week: [[], [nineToFive], [nineToFive], [nineToFive], [nineToFive], [nineToFive], []],
  holidays: [],
}
const lead = { id: 'lea', roles: ['lead'], limit: eur('60.00') }
const timers = (goal: Parameters<typeof timersOf>[0]) =>
  [...timersOf(goal, terms).values()].filter(({ kind }) => kind.startsWith('approval'))

describe('the time of an approval', () => {
  it('is counted in business hours', () => {
    const asked = running.when(asking({}, { approve: { ...approve, calendar: berlin } }))
    // Asked at 13:02 in Berlin: three hours and 58 minutes are left of the day, the rest is of the next morning.
    expect(asked.goal.approvals['a1']).to.include({
      remind: '2026-11-23T13:02:00.000Z',
      due: '2026-11-24T08:02:00.000Z',
    })
  })
})

describe('reroute: nobody decided in time', () => {
  const waiting = running.and(asking({}, { approve: rerouted }))
  const moved = waiting.and(remind, due)
  it('asks the other role, with times of its own, and reminds again', () => {
    expect(moved.log.at(-1)).to.deep.include({
      type: 'ApprovalRerouted',
      data: {
        approval: 'a1',
        then: 'reroute',
        from: 'support-agent',
        role: 'lead',
        remind: at(302),
        due: at(482),
      },
    })
    expect(moved.goal.approvals['a1']).to.deep.include({ status: 'open', role: 'lead', reminded: false })
    expect(timers(moved.goal).map(({ id, due: when }) => [id, when])).to.deep.equal([
      ['g_1/approval-due.a1.1', at(482)],
      ['g_1/approval-remind.a1.1', at(302)],
    ])
  })
  it('lets that role decide and no longer the first, from the very minute on', () => {
    const late = { at: at(243) }
    expect(moved.when(decision({ person: people.cleo, ...late })).code).to.equal('NOT_YOUR_ROLE')
    expect(moved.when(decision({ person: lead, ...late })).types).to.deep.equal(['ApprovalGranted'])
    // The timer may be late; the record's times count.
    expect(waiting.when(decision({ person: people.cleo, ...late })).code).to.equal('NOT_YOUR_ROLE')
    expect(waiting.when(decision({ person: lead, ...late })).types).to.deep.equal(['ApprovalGranted'])
    expect(waiting.when(decision({ person: lead, at: at(200) })).code).to.equal('NOT_YOUR_ROLE')
  })
  it('runs what that role approved, and what one of each role approved', () => {
    const now = { people: [...Object.values(people), lead], at: at(260) }
    const how = judgement({ lowRisk: false, amount: eur('35.00'), approve: rerouted })
    const by = moved.and(decision({ person: lead, at: at(243) }))
    expect(by.when(claimEffect({ ...now, judgement: how })).types).to.deep.equal(['EffectStarted'])
    const dear = judgement({ lowRisk: false, amount: eur('46.00'), approve: rerouted })
    const two = running
      .and(asking({}, { approve: rerouted, amount: eur('46.00') }), decision({ person: people.cleo }))
      .and(due, decision({ person: lead, at: at(243) }))
    expect(two.when(claimEffect({ ...now, judgement: dear })).types).to.deep.equal(['EffectStarted'])
  })
  it('is no decision after the second time: void, with a person, and judged anew when proposed again', () => {
    const over = moved.and(tick({ kind: 'approval-due', approval: 'a1' }, at(482)))
    expect(over.goal.effects['e1']).to.include({ status: 'void', code: 'EXPIRED', rejected: false })
    expect(over.goal.escalation?.code).to.equal('EXPIRED')
    expect(moved.when(decision({ person: lead, at: at(483) })).code).to.equal('EXPIRED')
  })
  it('does nothing before its time', () => {
    expect(waiting.when(tick({ kind: 'approval-due', approval: 'a1' }, at(241))).types).to.deep.equal([])
  })
})

describe('tomorrow', () => {
  const waiting = running.and(asking({}, { approve: tomorrow }))
  it('asks the same role once more, from the beginning of the next day on', () => {
    const moved = waiting.and(due)
    expect(moved.goal.approvals['a1']).to.deep.include({
      role: 'support-agent',
      remind: '2026-11-24T00:00:00.000Z',
      due: '2026-11-24T03:00:00.000Z',
    })
  })

  const full: Reserve = () => ({
    ok: false,
    key: 'company',
    kind: 'money_moved',
    asked: '35.00 EUR',
    left: '1.00 EUR',
    again: '2026-11-23T23:00:00.000Z',
  })
  const how = judgement({ lowRisk: false, amount: eur('35.00'), approve: tomorrow })
  const approved = waiting.and(decision())
  const deferred = approved.when(claimEffect({ judgement: how }), full)
  it('lets an approved call wait where a day’s cap is spent, still approved and still held', () => {
    expect(deferred.types).to.deep.equal(['BudgetExhausted', 'EffectDeferred'])
    expect(deferred.goal.effects['e1']).to.include({
      status: 'authorised',
      deferredUntil: '2026-11-23T23:00:00.000Z',
    })
    expect(deferred.goal.holders['a1']).to.deep.equal({ status: 'open', effect: 'e1' })
    expect(ordersOf(deferred.goal).filter(({ kind }) => kind === 'run')).to.deep.equal([])
    expect(
      [...timersOf(deferred.goal, terms).values()].find(({ kind }) => kind === 'effect-again'),
    ).to.include({
      due: '2026-11-23T23:00:00.000Z',
    })
  })
  it('begins nothing before that day, whoever asks', () => {
    const again = given([], terms, deferred.goal)
    expect(again.when(claimEffect({ judgement: how })).code).to.equal('OLD_ATTEMPT')
    expect(again.when(tick({ kind: 'effect-again', effect: 'e1' }, at(20))).types).to.deep.equal([])
  })
  it('orders it again on that day under another name, and runs it', () => {
    const next = given([], terms, deferred.goal).and(
      tick({ kind: 'effect-again', effect: 'e1' }, '2026-11-23T23:00:00.000Z'),
    )
    const [first] = ordersOf(approved.goal).filter(({ kind }) => kind === 'run')
    const [second] = ordersOf(next.goal).filter(({ kind }) => kind === 'run')
    expect(second?.key).to.be.a('string').and.not.equal(first?.key)
    expect(next.when(claimEffect({ judgement: how, at: '2026-11-23T23:01:00.000Z' })).types).to.deep.equal([
      'EffectStarted',
    ])
  })
  it('asks a person after the third day, and at once where the cap is no day’s or the tool does not say so', () => {
    let now = approved
    for (let day = 0; day < 3; day += 1) {
      const waits = now.when(claimEffect({ judgement: how }), full)
      expect(waits.types).to.include('EffectDeferred')
      now = given([], terms, waits.goal).and(
        tick({ kind: 'effect-again', effect: 'e1' }, '2026-11-23T23:00:00.000Z'),
      )
    }
    const voided = ['ApprovalVoid', 'BudgetExhausted', 'Escalated']
    expect(now.when(claimEffect({ judgement: how }), full).types).to.deep.equal(voided)
    const whole: Reserve = () => ({ ok: false, key: 'g', kind: 'money_moved', asked: '35', left: '1' })
    expect(approved.when(claimEffect({ judgement: how }), whole).types).to.deep.equal(voided)
    const not = judgement({ lowRisk: false, amount: eur('35.00') })
    expect(approved.when(claimEffect({ judgement: not }), full).types).to.deep.equal(voided)
  })
})

describe('a new approval in the place of another', () => {
  const differs = (told: ReturnType<typeof running.when>) =>
    told.events.flatMap((event) =>
      event.type === 'ApprovalRequested' ? [[event.data.replaces, event.data.difference]] : [],
    )
  it('says which arguments, which amount and how many people differ, where the agent proposes others', () => {
    const before = running.and(asking())
    const other = call({ args: digest('others') })
    const told = before.when(asking({ call: other, approval: 'a2' }, { amount: eur('46.00') }))
    expect(differs(told)).to.deep.equal([
      [
        'a1',
        [
          { what: 'args', before: digest('args'), after: digest('others') },
          { what: 'amount', before: '35.00 EUR', after: '46.00 EUR' },
          { what: 'votes', before: '1', after: '2' },
        ],
      ],
    ])
  })
  it('says that who asked may not decide any more', () => {
    const approved = running.and(asking(), decision())
    const apart = { ...approve, separateOver: null }
    const now = judgement({ lowRisk: false, amount: eur('35.00'), approve: apart })
    expect(differs(approved.when(claimEffect({ judgement: now })))).to.deep.equal([
      ['a1', [{ what: 'separate', before: 'no', after: 'yes' }]],
    ])
  })
  it('says whose limit fell, and from what', () => {
    const approved = running.and(asking(), decision())
    const poorer = { ...people.bob, limit: eur('10.00') }
    const told = approved.when(claimEffect({ people: [poorer] }))
    expect(differs(told)).to.deep.equal([
      ['a1', [{ what: 'limit', before: 'bob: 60.00 EUR', after: 'bob: 10.00 EUR' }]],
    ])
  })
  it('asks again where policy now names another role than any that was asked', () => {
    const approved = running.and(asking(), decision())
    const other = judgement({ lowRisk: false, amount: eur('35.00'), approve: { ...approve, role: 'boss' } })
    expect(differs(approved.when(claimEffect({ judgement: other })))).to.deep.equal([
      ['a1', [{ what: 'role', before: 'bob: support-agent', after: 'boss' }]],
    ])
  })
})

describe('a deputy', () => {
  const emil = { ...people.emil, standsFor: [{ id: 'cleo', roles: ['support-agent'] }] }
  it('decides by the role of who is away, up to the deputy’s own limit, and the record says for whom', () => {
    const granted = running.and(asking()).when(decision({ person: emil }))
    expect(granted.events.at(-1)?.data).to.deep.include({
      person: 'emil',
      standsFor: 'cleo',
      limit: eur('900.00'),
      own: false,
    })
    const poor = { ...emil, limit: eur('30.00') }
    expect(running.and(asking()).when(decision({ person: poor })).code).to.equal('OVER_LIMIT')
  })
  it('has approved it for good, though who was away is back when it runs', () => {
    const approved = running.and(asking(), decision({ person: emil }))
    expect(approved.when(claimEffect()).types).to.deep.equal(['EffectStarted'])
    const gone = Object.values(people).filter(({ id }) => id !== 'cleo')
    expect(approved.when(claimEffect({ people: gone })).types).to.include('ApprovalRequested')
  })
  it('of who asked decides nothing where it is separate', () => {
    const ofAnn = { ...people.emil, standsFor: [{ id: 'ann', roles: ['support-agent'] }] }
    const dear = running.and(asking({}, { amount: eur('41.00') }))
    expect(dear.when(decision({ person: ofAnn })).code).to.equal('NOT_YOUR_ROLE')
  })
})
