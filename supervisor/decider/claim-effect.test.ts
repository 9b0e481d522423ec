import { expect } from 'chai'
import { given, type Reserve } from './given-for-test.ts'
import {
  accept,
  asking,
  at,
  cancel,
  claim,
  claimEffect,
  decision,
  eur,
  judgement,
  park,
  people,
  propose,
  result,
  resume,
  settlement,
  tick,
} from './samples-for-test.ts'

const running = given([accept(), claim()])
const approved = running.and(asking(), park(), decision())
const lease = tick({ kind: 'effect-lease', effect: 'e1', claim: 1 }, at(5))
const settling = running.and(propose(), park(), lease)
const judged = (over = {}) => judgement({ lowRisk: false, amount: eur('35.00'), ...over })
const settle = (over: Parameters<typeof claimEffect>[0] = {}) =>
  claimEffect({ settles: 1, lookup: 'absent', repeatable: true, judgement: judgement(), ...over })

describe('run later: an approved effect is claimed', () => {
  it('runs by any gateway, with every worker gone, under a reservation of every cap, which takes the place of what its approval holds', () => {
    const told = approved.when(claimEffect())
    expect(told.wanted).to.deep.equal([
      { amount: eur('35.00'), scope: 'all', holder: 'e1.c1', release: 'a1', key: true },
    ])
    expect(told.goal.effects['e1']).to.include({
      status: 'executing',
      gateway: 'gw2',
      approval: 'a1',
      claim: 1,
    })
  })
  it('runs once: the second gateway, and an order that came twice, are dropped', () => {
    const told = approved.and(claimEffect()).when(claimEffect({ gateway: 'gw3' }))
    expect(told.code).to.equal('OLD_ATTEMPT')
    expect(told.events).to.deep.equal([])
    expect(approved.when(claimEffect({ effect: 'e9' })).code).to.equal('UNKNOWN_EFFECT')
  })
  it('is looked up first, and not run, where a restored store may have forgotten that it happened', () => {
    const told = approved.when(claimEffect({ forgotten: true }))
    expect(told.types).to.deep.equal(['EffectStarted', 'EffectSettling'])
    expect(told.goal.effects['e1']).to.include({ status: 'settling', code: 'RESTORED' })
    expect(told.code).to.equal('RESTORED')
    const begun = running.when(propose({ forgotten: true }))
    expect(begun.types).to.deep.equal(['EffectStarted', 'EffectSettling'])
    expect(begun.goal.effects['e1']).to.include({ status: 'settling', code: 'RESTORED' })
  })
  it('uses an approval up: after a failure the same call asks again', () => {
    const failed = approved.and(
      claimEffect(),
      result({ status: 'failed', code: 'TOOL_FAILED', verified: null }),
    )
    expect(failed.when(claimEffect()).code).to.equal('OLD_ATTEMPT')
    const next = failed.and(claim({ at: at(33) })).when(asking({ approval: 'a2', at: at(34) }))
    expect(next.types).to.deep.equal(['ApprovalRequested'])
  })
  it('is void, and with a person, where it may no longer run', () => {
    const against: [Parameters<typeof claimEffect>[0], string][] = [
      [{ halted: true }, 'HALTED'],
      [{ listed: false, judgement: null }, 'TOOL_NOT_ALLOWED'],
      [{ definition: '', definitionAccepted: false }, 'DEFINITION_CHANGED'],
      [{ judgement: judged({ allow: false, code: 'NOT_ALLOWED' }) }, 'NOT_ALLOWED'],
      [{ judgement: judged({ allow: false, code: 'RULE_ERROR' }) }, 'RULE_ERROR'],
    ]
    for (const [over, code] of against) {
      const told = approved.when(claimEffect(over))
      expect(told.types, code).to.deep.equal(['ApprovalVoid', 'Escalated'])
      expect(told.goal.effects['e1']).to.include({ status: 'void', code })
      expect(told.goal.holders['a1']).to.deep.equal({ status: 'settled', used: 'none' })
    }
  })
  it('is void where a cap was spent meanwhile, and says which', () => {
    const spent: Reserve = () => ({ ok: false, key: 'workflow', kind: 'money_moved', asked: '35', left: '0' })
    expect(approved.when(claimEffect(), spent).types).to.deep.equal([
      'ApprovalVoid',
      'BudgetExhausted',
      'Escalated',
    ])
  })
  it('comes later while facts cannot be read or another goal has the same effect under way', () => {
    const unreadable = judged({ allow: false, code: 'FACTS_UNREADABLE' })
    for (const over of [
      { judgement: unreadable },
      { prior: { count: 1, held: true, settledAfterFacts: false } },
    ]) {
      const told = approved.when(claimEffect(over))
      expect(told.decision.answer.kind).to.equal('later')
      expect(told.events).to.deep.equal([])
    }
  })
  it('reads again where an equal effect ended after these facts were read', () => {
    const prior = { count: 1, held: false, settledAfterFacts: true }
    expect(approved.when(claimEffect({ prior })).decision.answer.kind).to.equal('reread')
  })
})

describe('run later: allowed, but not what was approved', () => {
  const asksAgain = (told: ReturnType<typeof approved.when>, why: string): void => {
    expect(told.types).to.deep.equal(['ApprovalRequested', 'ApprovalVoid'])
    expect(told.goal.approvals['a2']).to.deep.include({ status: 'open', why: [why] })
    expect(told.goal.effects['e1']).to.include({ status: 'waiting-approval', approval: 'a2' })
    expect(told.goal.tasks['t1']?.status, 'nobody is woken for it').to.equal('parked')
  }
  it("asks again for another amount, and holds the goal's own cap for it", () => {
    const told = approved.when(claimEffect({ judgement: judged({ amount: eur('36.00') }) }))
    asksAgain(told, 'changed:amount')
    expect(told.wanted).to.deep.equal([
      { amount: eur('36.00'), scope: 'goal', holder: 'a2', release: 'a1', key: false },
    ])
    expect(told.goal.holders).to.deep.include({
      a1: { status: 'settled', used: 'none' },
      a2: { status: 'open', effect: 'e1' },
    })
  })
  it('asks again for an amount in another currency, or one where there was none', () => {
    const dollars = judged({ amount: { amount: '35.00', currency: 'USD' } })
    const why = approved.when(claimEffect({ judgement: dollars })).goal.approvals['a2']?.why
    expect(why).to.include('changed:amount')
    const free = running.and(asking({}, { amount: null }), park(), decision())
    asksAgain(free.when(claimEffect({ judgement: judged({ amount: eur('5.00') }) })), 'changed:amount')
  })
  it('asks again where the accepted definition of the tool is another', () => {
    asksAgain(approved.when(claimEffect({ definition: 'definition-2' })), 'changed:definition')
  })
  it('asks again where four eyes or separation are now wanted', () => {
    const strict = { ...judged().approve, fourEyesOver: eur('30.00') }
    asksAgain(approved.when(claimEffect({ judgement: judged({ approve: strict }) })), 'changed:votes')
  })
  it('asks again where who approved has left, lost the role or the limit, or joined the chain', () => {
    const without = Object.values(people).filter((person) => person.id !== 'bob')
    asksAgain(approved.when(claimEffect({ people: without })), 'changed:person')
    const bob = (over: object) => ({ people: [...without, { ...people.bob, ...over }] })
    asksAgain(approved.when(claimEffect(bob({ roles: ['lead'] }))), 'changed:role')
    asksAgain(approved.when(claimEffect(bob({ limit: eur('34.99') }))), 'changed:limit')
    const dear = running
      .and(asking({}, { amount: eur('41.00') }), decision(), tick({ kind: 'wall' }, at(3000)))
      .and(resume({ person: people.bob, at: at(3001) }))
    const told = dear.when(claimEffect({ at: at(3002), judgement: judged({ amount: eur('41.00') }) }))
    expect(told.goal.approvals['a2']?.why).to.deep.equal(['changed:person'])
  })
  it('voids it where the new amount is over the cap of the goal', () => {
    const over: Reserve = () => ({ ok: false, key: 'goal:g_1', kind: 'money_moved', asked: '51', left: '50' })
    const told = approved.when(claimEffect({ judgement: judged({ amount: eur('51.00') }) }), over)
    expect(told.goal.escalation?.code).to.equal('OVER_BUDGET')
    expect(told.goal.effects['e1']?.status).to.equal('void')
  })
})

describe('settle: a lease ran out or an answer was unclear', () => {
  it('is done where the look-up finds it, whatever halt or cancel say', () => {
    const told = settling.and(cancel({ at: at(6) })).when(settlement())
    expect(told.types).to.deep.equal(['EffectDone', 'GoalEnded'])
    expect(settling.when(settlement()).goal.effects['e1']).to.include({ status: 'done', verified: true })
  })
  it('says nothing where the look-up found nothing: absence is judged with the claim', () => {
    expect(settling.when(settlement({ found: false })).events).to.deep.equal([])
  })
  it('is repeated under the same key where it is absent and the key is honoured, reserving nothing again', () => {
    const told = settling.when(settle())
    expect(told.wanted).to.deep.equal([])
    expect(told.events[0]?.data).to.deep.include({ claim: 2, repeats: 1, reservations: [] })
    expect(told.goal.holders['e1.c1'] ?? null, 'the first reservation stands').to.deep.equal(
      settling.goal.holders['e1.c1'] ?? null,
    )
  })
  it('is unknown, and with a person, where nobody may repeat it', () => {
    const against: Parameters<typeof settle>[0][] = [
      { repeatable: false },
      { lookup: 'unreadable' },
      { state: 'facts-2' },
      { halted: true },
      { judgement: judgement({ allow: false, code: 'NOT_ALLOWED' }) },
    ]
    for (const over of against) {
      const told = settling.when(settle(over))
      expect(told.types, JSON.stringify(over)).to.deep.equal(['EffectUnknown', 'Escalated'])
      expect(told.goal.escalation?.code).to.equal('NOT_PROVEN')
    }
  })
  it('is never repeated after a cancel: a person finds out, and then the goal ends', () => {
    const told = settling.and(cancel({ at: at(6) })).and(settle())
    expect(told.goal.effects['e1']?.status).to.equal('unknown')
    expect(told.goal).to.include({ status: 'cancelling' })
    expect(told.goal.escalation?.code).to.equal('NOT_PROVEN')
  })
  it('reads the facts again before it repeats', () => {
    expect(settling.when(settle({ judgement: null })).decision.answer.kind).to.equal('reread')
  })
  it('drops a claim that settles an older one', () => {
    expect(settling.and(settle()).when(settle()).code).to.equal('OLD_ATTEMPT')
    const twice = settling.and(settle(), tick({ kind: 'effect-lease', effect: 'e1', claim: 2 }, at(22)))
    expect(twice.when(settle()).code).to.equal('OLD_ATTEMPT')
    expect(twice.when(settle({ settles: 2 })).events[0]?.type).to.equal('EffectStarted')
  })
  it('keeps an unknown effect from being forgotten: nobody resumes over it', () => {
    const unknown = settling.and(settle({ repeatable: false }))
    expect(unknown.when(resume({ at: at(40) })).code).to.equal('EFFECT_OPEN')
  })
})
