import { expect } from 'chai'
import { given } from './given-for-test.ts'
import {
  accept,
  asking,
  at,
  byPerson,
  call,
  cancel,
  claim,
  claimEffect,
  decision,
  digest,
  eur,
  judgement,
  park,
  propose,
  resolve,
  result,
  resume,
  tick,
} from './samples-for-test.ts'

const running = given([accept(), claim()])
const executing = running.and(propose(), park())
const lease = (of: number, when: number) => tick({ kind: 'effect-lease', effect: 'e1', claim: of }, at(when))
const settling = executing.and(lease(1, 5))
const settle = claimEffect({ settles: 1, lookup: 'absent', repeatable: true, judgement: judgement() })
const unknown = settling.and({ ...settle, repeatable: false })
const failed = (over: Parameters<typeof result>[0] = {}) =>
  result({ status: 'failed', verified: null, code: 'TOOL_FAILED', ...over })

describe('what a gateway says it did', () => {
  it('is done, and wakes the task that waits for it', () => {
    const told = executing.when(result())
    expect(told.types).to.deep.equal(['EffectDone'])
    expect(told.goal.tasks['t1']).to.include({ status: 'woken', wakes: 1 })
    expect(told.goal.done).to.deep.equal(['e1'])
  })
  it('is settled where the tool said yes and the system does not show it', () => {
    const told = executing.when(result({ verified: false }))
    expect(told.goal.effects['e1']).to.include({ status: 'settling', code: 'VERIFY_FAILED' })
    expect(told.goal.tasks['t1']?.status, 'and nobody is told that it is done').to.equal('parked')
  })
  it('is settled, never guessed, where the answer is unclear', () => {
    const told = executing.when(result({ status: 'unclear', verified: null, code: 'TOOL_TIMEOUT' }))
    expect(told.goal.effects['e1']).to.include({ status: 'settling', code: 'TOOL_TIMEOUT' })
  })
  it('releases what is known not to be done, and tells the agent', () => {
    const told = executing.when(failed())
    expect(told.goal.effects['e1']).to.include({ status: 'failed', failures: 1 })
    expect(told.goal.tasks['t1']?.status).to.equal('woken')
  })
  it('changes nothing for an effect that nobody knows', () => {
    expect(executing.when(result({ effect: 'e9' })).events).to.deep.equal([])
  })
})

describe('what a gateway says late', () => {
  it('counts while nobody knows better: a yes while it is settled, repeated or unknown', () => {
    for (const told of [settling, unknown, settling.and(settle)]) {
      const after = told.when(result())
      expect(after.types[0]).to.equal('EffectDone')
      expect(after.events[0]?.data).to.include({ late: true })
    }
  })
  it('counts as a no for the very claim that is open', () => {
    expect(settling.when(failed()).goal.effects['e1']?.status).to.equal('failed')
    expect(unknown.when(failed()).goal.effects['e1']?.status).to.equal('failed')
  })
  it('does not take the no of an older claim for the newer one', () => {
    expect(settling.and(settle).when(failed()).types).to.deep.equal(['ResultLate'])
    const anew = unknown
      .and(byPerson({ happened: false, at: at(25) }), resume({ at: at(26) }))
      .and(claim({ task: 't2', at: at(27) }))
      .and(propose({ call: call({ task: 't2' }), at: at(28), until: at(28.5) }))
    expect(anew.goal.effects['e1']).to.include({ status: 'executing', claim: 2, repeats: null })
    expect(anew.when(failed()).types).to.deep.equal(['ResultLate'])
  })
  it('does not take the no of a repeat for a no of what it repeated: that is settled', () => {
    const told = settling.and(settle).when(failed({ claim: 2 }))
    expect(told.types).to.deep.equal(['EffectSettling'])
  })
  it('is recorded and ignored once the effect is done, failed, or ended by a person', () => {
    const over = [executing.and(result()), executing.and(failed()), unknown.and(byPerson({ at: at(25) }))]
    for (const told of over) {
      const after = told.when(result({ verified: null, at: at(50) }))
      expect(after.types).to.deep.equal(['ResultLate'])
      expect(after.goal.effects).to.deep.equal(told.goal.effects)
    }
  })
  it('is recorded after the end of the goal, and moves nothing', () => {
    const ended = executing.and(result(), resolve({ at: at(31) }))
    const told = ended.when(result({ at: at(60) }))
    expect(told.types).to.deep.equal(['ResultLate'])
    expect(told.goal.status).to.equal('ended')
  })
})

describe('failures of one kind', () => {
  const again = (n: number) => [claim({ at: at(30 + n) }), propose({ at: at(30 + n), until: at(31 + n) })]
  it('are tried again twice, and then a person decides', () => {
    const twice = executing
      .and(failed(), ...again(1))
      .and(failed({ claim: 2 }))
      .and(propose({ at: at(35), until: at(36) }))
    const told = twice.when(failed({ claim: 3 }))
    expect(told.types).to.deep.equal(['EffectFailed', 'Escalated'])
    expect(told.goal.escalation?.code).to.equal('TOO_MANY_FAILURES')
  })
  it('count together with refusals: the third of one tool stops the task, whichever it is', () => {
    const no = (effect: string) =>
      propose({ call: call({ effect }), judgement: judgement({ allow: false, code: 'NOT_ALLOWED' }) })
    const told = running.and(no('e2'), no('e3'), propose()).when(failed())
    expect(told.goal.escalation?.code).to.equal('TOO_MANY_FAILURES')
  })
  it('ask for nobody where the goal is being cancelled: it ends', () => {
    const told = executing.and(cancel({ at: at(6) })).when(failed())
    expect(told.types).to.deep.equal(['EffectFailed', 'GoalEnded'])
    expect(told.goal.class).to.equal('cancelled')
  })
})

describe('money of an effect', () => {
  const line = {
    key: 'goal:g_1',
    kind: 'money_moved' as const,
    currency: 'EUR',
    period: 'all' as const,
    day: '',
  }
  const ledger = {
    ok: true as const,
    holder: 'e1.c1',
    warned: [],
    reservations: [{ ...line, amount: '1500' }],
  }
  const started = given([accept(), claim(), propose({ ledger })])
  const holder = (told: { goal: typeof started.goal }) => told.goal.holders['e1.c1']
  it('is kept when it is done, released when it failed, kept while nobody knows', () => {
    expect(holder(started)).to.deep.equal({ status: 'open', effect: 'e1' })
    expect(holder(started.when(result()))).to.deep.equal({ status: 'settled', used: 'all' })
    expect(holder(started.when(failed()))).to.deep.equal({ status: 'settled', used: 'none' })
    const open = started.and(lease(1, 5), { ...settle, repeatable: false })
    expect(open.goal.effects['e1']?.status).to.equal('unknown')
    expect(holder(open)).to.deep.equal({ status: 'open', effect: 'e1' })
  })
  it("of an approved effect is the claim's: what was held for its approval is let go", () => {
    const done = running.and(asking(), decision(), claimEffect(), result({ at: at(40) }))
    expect(done.goal.holders).to.deep.include({
      a1: { status: 'settled', used: 'none' },
      'e1.c1': { status: 'settled', used: 'all' },
    })
    expect(done.goal.effects['e1']?.amount).to.deep.equal(eur('35.00'))
    expect(done.goal.effects['e1']?.result).to.equal(digest('result'))
  })
})
