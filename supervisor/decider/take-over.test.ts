import { expect } from 'chai'
import type { Command } from './commands.ts'
import { given } from './given-for-test.ts'
import {
  accept,
  allowAgain,
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
  outcome,
  people,
  propose,
  resolve,
  result,
  resume,
  settlement,
  tick,
} from './samples-for-test.ts'

const running = given([accept(), claim()])
const executing = running.and(propose())
const lease = tick({ kind: 'effect-lease', effect: 'e1', claim: 1 }, at(5))
const settling = executing.and(lease)
const unknown = settling.and(claimEffect({ settles: 1, lookup: 'absent', judgement: judgement(), at: at(6) }))
const asked = running.and(outcome({ kind: 'escalate' }, { at: at(5) }))
const ended = running.and(resolve())
const flag = { type: 'Flag' as const, at: at(50), command: 'c1', person: people.emil, note: digest('note') }
const kept = (told: ReturnType<typeof running.when>, code: string): void => {
  expect(told.types).to.deep.equal(['CommandRefused'])
  expect(told.code).to.equal(code)
}

describe('cancel', () => {
  it('ends at once where nothing is under way', () => {
    const told = running.and(asking()).when(cancel())
    expect(told.types).to.deep.equal(['CancelRequested', 'ApprovalVoid', 'GoalEnded'])
    expect(told.goal).to.include({ status: 'ended', class: 'cancelled' })
  })
  it('waits for what is executing: from there is no way to void', () => {
    const told = executing.and(cancel({ at: at(3) }))
    expect(told.goal.status).to.equal('cancelling')
    expect(told.goal.effects['e1']?.status).to.equal('executing')
    expect(told.when(result()).types).to.deep.equal(['EffectDone', 'GoalEnded'])
    expect(told.and(lease).when(settlement()).goal.class).to.equal('cancelled')
  })
  it('goes to a person where nobody knows what happened, and ends when the person says it', () => {
    const told = unknown.and(cancel())
    expect(told.goal.status).to.equal('cancelling')
    expect(told.goal.escalation).to.include({ code: 'NOT_PROVEN', effect: 'e1' })
    expect(told.when(byPerson({ happened: false })).types).to.deep.equal(['EffectFailed', 'GoalEnded'])
    expect(told.when(byPerson()).types).to.deep.equal(['EffectByPerson', 'GoalEnded'])
    kept(told.when(resolve()), 'EFFECT_OPEN')
    kept(told.when(resume()), 'ALREADY_DECIDED')
  })
  it('stops the worker and refuses whatever it still asks', () => {
    const told = executing.and(cancel({ at: at(3) }))
    expect(told.goal.tasks['t1']?.status).to.equal('over')
    expect(told.when(claim()).code).to.equal('CANCELLED')
    expect(told.when(propose({ call: call({ effect: 'e2' }) })).code).to.equal('CANCELLED')
    kept(told.when(decision()), 'UNKNOWN_APPROVAL')
    kept(told.when(cancel({ at: at(4), command: 'c2' })), 'CANCELLED')
  })
  it("is for the owner's role and for who asked", () => {
    expect(running.when(cancel({ person: people.ann })).goal.status).to.equal('ended')
    const own = given([accept({ person: 'emil' })])
    expect(own.when(cancel({ person: people.emil })).goal.status).to.equal('ended')
    kept(running.when(cancel({ person: people.emil })), 'NOT_YOUR_ROLE')
    kept(ended.when(cancel()), 'GOAL_OVER')
  })
})

describe('resume', () => {
  it('goes on with a note, and who resumes is of those who asked', () => {
    const told = asked.when(resume())
    expect(told.types).to.deep.equal(['Resumed', 'TaskAssigned'])
    expect(told.goal).to.deep.include({ status: 'working', escalation: null, chain: ['ann', 'bob'] })
    expect(told.goal.instructions).to.deep.equal([digest('note')])
    expect(told.goal.tasks['t2']?.status).to.equal('assigned')
  })
  it('goes back to triage where the goal was never routed', () => {
    const to = { kind: 'person' as const, code: 'UNKNOWN_WORKFLOW', why: digest('why') }
    expect(given([accept({ to })]).when(resume()).goal.status).to.equal('accepted')
  })
  it('is refused where nobody asked, twice, over an unknown effect, after the end, and to others', () => {
    kept(running.when(resume()), 'ALREADY_DECIDED')
    kept(asked.and(resume()).when(resume({ command: 'c2' })), 'ALREADY_DECIDED')
    kept(asked.when(resume({ pending: null })), 'ALREADY_DECIDED')
    kept(unknown.when(resume()), 'EFFECT_OPEN')
    kept(ended.when(resume()), 'GOAL_OVER')
    kept(asked.when(resume({ person: people.cleo })), 'NOT_YOUR_ROLE')
  })
})

describe('resolve', () => {
  it('ends the goal as taken by a person, and voids what still waits', () => {
    const told = running.and(asking()).when(resolve())
    expect(told.types).to.deep.equal(['ApprovalVoid', 'Resolved', 'GoalEnded'])
    expect(told.goal).to.include({ class: 'by-person', endCode: 'RESOLVED' })
  })
  it('is refused over what is executing, being settled or unknown, after the end, and to others', () => {
    for (const told of [executing, settling, unknown]) kept(told.when(resolve()), 'EFFECT_OPEN')
    kept(ended.when(resolve({ command: 'c2' })), 'GOAL_OVER')
    kept(asked.when(resolve({ person: people.cleo })), 'NOT_YOUR_ROLE')
  })
  it('closes every slice that is still out, as spent', () => {
    const slice = { tokens: 100, cost: 7 }
    const drawn = given([accept(), claim({ slice })])
    expect(Object.values(drawn.goal.holders).map((holder) => holder.status)).to.deep.equal(['open'])
    const told = drawn.when(resolve())
    expect(Object.values(told.goal.holders)).to.deep.equal([{ status: 'settled', used: 'all' }])
    expect(told.goal.spent).to.deep.equal(slice)
  })
})

describe('flag', () => {
  it('is taken from anybody, at any time, and moves nothing', () => {
    for (const told of [running, asked, ended]) {
      const after = told.when(flag)
      expect(after.types).to.deep.equal(['Flagged'])
      expect(after.goal.status).to.equal(told.goal.status)
    }
  })
})

describe('allow once more', () => {
  const done = executing.and(result())
  it('raises the ordinal, and only then the same call runs under a new id', () => {
    const told = done.when(allowAgain({ at: at(31) }))
    expect(told.types).to.deep.equal(['EffectAllowedAgain'])
    expect(told.goal.ordinals).to.deep.equal({ [call().base]: 2 })
  })
  it('raises it once, however often it is clicked, and never lowers it', () => {
    const again = done.and(allowAgain({ at: at(31) }))
    kept(again.when(allowAgain({ at: at(32), command: 'c2' })), 'ALREADY_DECIDED')
  })
  it('goes on with a note where the goal waits for a person', () => {
    const rejected = running
      .and(asking(), decision({ decision: 'reject' }))
      .and(outcome({ kind: 'escalate' }, { at: at(11) }))
    const told = rejected.when(allowAgain({ note: digest('go on'), at: at(12) }))
    expect(told.types).to.deep.equal(['EffectAllowedAgain', 'Resumed', 'TaskAssigned'])
    expect(told.goal).to.deep.include({ status: 'working', chain: ['ann', 'bob'] })
  })
  it('goes on over no other effect that is unknown', () => {
    const refused = propose({
      call: call({ effect: 'e2', tool: 'shop.other' }),
      judgement: judgement({ allow: false, code: 'NOT_ALLOWED' }),
    })
    const both = running
      .and(refused, propose(), lease)
      .and(claimEffect({ settles: 1, lookup: 'absent', judgement: judgement(), at: at(6) }))
    kept(both.when(allowAgain({ effect: 'e2', note: digest('go on') })), 'EFFECT_OPEN')
  })
  it('is refused while it is open, for what nobody knows, after the end, and to others', () => {
    for (const told of [
      executing,
      settling,
      unknown,
      running.and(asking()),
      running.and(asking(), decision()),
    ])
      kept(told.when(allowAgain()), 'EFFECT_OPEN')
    kept(running.when(allowAgain({ effect: 'e9' })), 'UNKNOWN_EFFECT')
    kept(done.and(resolve({ at: at(31) })).when(allowAgain()), 'GOAL_OVER')
    kept(done.when(allowAgain({ person: people.cleo })), 'NOT_YOUR_ROLE')
  })
})

describe('recorded by a person', () => {
  it('says of an unknown effect that it happened, with what it moved', () => {
    const told = unknown.when(byPerson({ amount: eur('14.00') }))
    expect(told.types).to.deep.equal(['EffectByPerson'])
    expect(told.goal.effects['e1']).to.deep.include({ status: 'done', byPerson: true, amount: eur('14.00') })
    expect(told.goal.done).to.deep.equal(['e1'])
  })
  it('says of an unknown effect that it did not, and then it may be judged anew', () => {
    expect(unknown.when(byPerson({ happened: false })).goal.effects['e1']).to.include({
      status: 'failed',
      code: 'SAYS_PERSON',
    })
  })
  it('takes the place of a request that waits', () => {
    const told = running.and(asking()).when(byPerson())
    expect(told.types).to.deep.equal(['ApprovalVoid', 'EffectByPerson'])
    expect(told.goal.approvals['a1']?.status).to.equal('void')
    expect(told.goal.holders['a1']).to.deep.equal({ status: 'settled', used: 'none' })
  })
  it('is refused over what is executing or being settled, what is done, what was not unknown, and to others', () => {
    for (const told of [executing, settling]) kept(told.when(byPerson()), 'EFFECT_OPEN')
    kept(executing.and(result()).when(byPerson()), 'ALREADY_DECIDED')
    kept(running.and(asking()).when(byPerson({ happened: false })), 'ALREADY_DECIDED')
    kept(running.when(byPerson({ effect: 'e9' })), 'UNKNOWN_EFFECT')
    kept(unknown.when(byPerson({ person: people.cleo })), 'NOT_YOUR_ROLE')
    kept(running.and(asking(), resolve()).when(byPerson()), 'GOAL_OVER')
  })
  it('comes to nothing when it is said twice', () => {
    const command: Command = byPerson({ command: 'c2' })
    kept(unknown.and(byPerson()).when(command), 'ALREADY_DECIDED')
  })
})
