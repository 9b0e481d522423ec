import { expect } from 'chai'
import { given } from './given-for-test.ts'
import {
  accept,
  asking,
  at,
  call,
  cancel,
  claim,
  decision,
  digest,
  eur,
  judgement,
  people,
  resolve,
  resume,
  tick,
} from './samples-for-test.ts'

const running = given([accept(), claim()])
const waiting = running.and(asking())
const dear = running.and(asking({}, { amount: eur('41.00') }))
const four = running.and(asking({}, { amount: eur('46.00') }))
const ok = { ok: true as const, holder: 'a1.edit', warned: [], reservations: [] }
const edit = (amount: string, over = {}) => ({
  args: digest(`edited ${amount}`),
  judgement: judgement({ lowRisk: false, amount: eur(amount), ...over }),
  ledger: ok,
})
const kept = (told: ReturnType<typeof waiting.when>, code: string): void => {
  expect(told.types).to.deep.equal(['CommandRefused'])
  expect(told.code).to.equal(code)
}

describe('a decision', () => {
  it('orders the run of exactly the call that was approved', () => {
    const told = waiting.when(decision())
    expect(told.types).to.deep.equal(['ApprovalGranted'])
    expect(told.goal.effects['e1']).to.include({ status: 'authorised', args: digest('args') })
  })
  it('is refused on an id that is unknown, decided, replaced or expired, and never falls on a newer call', () => {
    kept(waiting.when(decision({ approval: 'a9' })), 'UNKNOWN_APPROVAL')
    kept(waiting.and(decision()).when(decision()), 'ALREADY_DECIDED')
    kept(waiting.and(decision({ decision: 'reject' })).when(decision()), 'ALREADY_DECIDED')
    const replaced = waiting.and(asking({ call: call({ args: digest('b') }), approval: 'a2' }))
    kept(replaced.when(decision({ approval: 'a1' })), 'ALREADY_DECIDED')
    expect(replaced.when(decision({ approval: 'a1' })).goal.approvals['a2']?.status).to.equal('open')
    kept(waiting.when(decision({ at: at(243) })), 'EXPIRED')
    kept(
      waiting.and(tick({ kind: 'approval-due', approval: 'a1' }, at(242))).when(decision()),
      'ALREADY_DECIDED',
    )
  })
  it('counts at its last moment', () => {
    expect(waiting.when(decision({ at: at(242) })).types).to.deep.equal(['ApprovalGranted'])
  })
  it('counts a double click once', () => {
    const told = four.and(decision()).when(decision({ command: 'c2' }))
    kept(told, 'SECOND_PERSON')
    expect(told.goal.approvals['a1']?.voters).to.deep.equal(['bob'])
  })
  it('settles one of two open requests and leaves the other', () => {
    const two = waiting.and(
      asking({ call: call({ effect: 'e2' }), approval: 'a2' }, { amount: eur('10.00') }),
    )
    const told = two.when(decision({ approval: 'a2', decision: 'reject' }))
    expect(told.goal.effects['e1']?.status).to.equal('waiting-approval')
    expect(told.goal.effects['e2']).to.include({ status: 'void', rejected: true, code: 'REJECTED' })
    expect(told.goal.holders['a1']?.status).to.equal('open')
  })
})

describe('a decision: who', () => {
  it('takes their own request below the separating limit, and says so', () => {
    const [event] = waiting.when(decision({ person: people.ann })).events
    expect(event).to.deep.include({ type: 'ApprovalGranted' })
    expect(event?.data).to.include({ own: true, complete: true })
  })
  it('takes nobody of the chain above it', () => {
    kept(dear.when(decision({ person: people.ann })), 'OWN_REQUEST')
    const [event] = dear.when(decision()).events
    expect(event?.data).to.include({ own: false, complete: true })
  })
  it('counts who resumed the goal with a note among those who asked', () => {
    const resumed = running
      .and(asking({}, { amount: eur('5.00') }))
      .and(
        tick({ kind: 'approval-due', approval: 'a1' }, at(300)),
        resume({ person: people.bob, at: at(301) }),
      )
      .and(claim({ task: 't2', at: at(302) }))
      .and(
        asking(
          { call: call({ effect: 'e2', task: 't2' }), approval: 'a2', at: at(303) },
          { amount: eur('41.00') },
        ),
      )
    kept(resumed.when(decision({ approval: 'a2', at: at(304) })), 'OWN_REQUEST')
    expect(resumed.when(decision({ approval: 'a2', at: at(304), person: people.cleo })).types).to.deep.equal([
      'ApprovalGranted',
    ])
  })
  it('takes each only in their role and up to their limit', () => {
    kept(waiting.when(decision({ person: people.emil })), 'NOT_YOUR_ROLE')
    kept(waiting.when(decision({ person: people.dora })), 'OVER_LIMIT')
    kept(
      running
        .and(asking({}, { amount: eur('39.00') }))
        .when(decision({ person: { ...people.bob, limit: eur('38.99') } })),
      'OVER_LIMIT',
    )
  })
  it('wants two different people over four eyes', () => {
    const first = four.when(decision())
    expect(first).to.include({ code: 'SECOND_PERSON' })
    expect(first.types).to.deep.equal(['ApprovalGranted'])
    expect(first.goal.effects['e1']?.status).to.equal('waiting-approval')
    const second = four.and(decision()).when(decision({ person: people.cleo, command: 'c2' }))
    expect(second.goal.effects['e1']?.status).to.equal('authorised')
  })
  it('wants two people where an account asked and it is separate: an account is not a person', () => {
    const told = given([accept({ person: null }), claim(), asking({}, { amount: eur('41.00') })])
    expect(told.when(decision()).goal.effects['e1']?.status).to.equal('waiting-approval')
  })
  it("takes a 'no' of anybody in the role, without a limit, and of nobody else", () => {
    const no = { decision: 'reject' as const, note: digest('no') }
    const told = waiting.when(decision({ ...no, person: people.dora }))
    expect(told.types).to.deep.equal(['ApprovalRejected'])
    expect(told.goal.effects['e1']?.message, 'the reason reaches the agent').to.equal(digest('no'))
    kept(waiting.when(decision({ ...no, person: people.emil })), 'NOT_YOUR_ROLE')
    expect(four.and(decision()).when(decision({ ...no, command: 'c2' })).types).to.deep.equal([
      'ApprovalRejected',
    ])
  })
})

describe('a decision with an edit', () => {
  it('runs exactly the edited call, under the same id', () => {
    const told = waiting.when(decision({ edit: edit('30.00') }))
    expect(told.types).to.deep.equal(['ApprovalEdited', 'ApprovalGranted'])
    expect(told.goal.effects['e1']).to.deep.include({
      status: 'authorised',
      args: digest('edited 30.00'),
      amount: eur('30.00'),
      edited: true,
    })
    expect(told.goal.holders).to.deep.include({
      a1: { status: 'settled', used: 'none' },
      'a1.edit': { status: 'open', effect: 'e1' },
    })
  })
  it('is judged on the edited call: allow, budget, limit, four eyes', () => {
    kept(
      waiting.when(decision({ edit: edit('30.00', { allow: false, code: 'NOT_ALLOWED' }) })),
      'NOT_ALLOWED',
    )
    const over = { ok: false as const, key: 'goal', kind: 'money_moved', asked: '49.00', left: '1.00' }
    kept(waiting.when(decision({ edit: { ...edit('30.00'), ledger: over } })), 'OVER_BUDGET')
    kept(waiting.when(decision({ edit: edit('60.01') })), 'OVER_LIMIT')
    expect(waiting.when(decision({ edit: edit('46.00') }))).to.include({ code: 'SECOND_PERSON' })
  })
  it('leaves nothing behind where it is refused', () => {
    expect(waiting.when(decision({ edit: edit('60.01') })).goal.approvals).to.deep.equal(
      waiting.goal.approvals,
    )
  })
  it('voids earlier votes: who voted before has not seen this call', () => {
    const told = four
      .and(decision())
      .when(decision({ person: people.cleo, command: 'c2', edit: edit('47.00') }))
    expect(told.goal.approvals['a1']).to.deep.include({ status: 'open', voters: ['cleo'] })
  })
  it('keeps the votes and the separation that the edited call asks for, for whoever votes next', () => {
    const edited = waiting.and(decision({ edit: edit('46.00') }))
    expect(edited.goal.approvals['a1']).to.include({ votes: 2, separate: true })
    kept(
      edited.when(decision({ person: { ...people.ann, limit: eur('60.00') }, command: 'c2' })),
      'OWN_REQUEST',
    )
    expect(edited.when(decision({ person: people.cleo, command: 'c2' })).goal.effects['e1']?.status).to.equal(
      'authorised',
    )
  })
  it('never makes a separate request one that who asked may decide', () => {
    const own = decision({ person: people.ann, edit: edit('10.00') })
    kept(dear.when(own), 'OWN_REQUEST')
  })
})

describe('a request that waits', () => {
  it('is reminded of once, and not before its time', () => {
    const remind = { kind: 'approval-remind' as const, approval: 'a1' }
    expect(waiting.when(tick(remind, at(61))).types).to.deep.equal([])
    expect(waiting.when(tick(remind, at(62))).types).to.deep.equal(['ApprovalReminded'])
    expect(waiting.and(tick(remind, at(62))).when(tick(remind, at(63))).types).to.deep.equal([])
  })
  it("expires as 'no decision', which is no rejection, and goes to a person", () => {
    const due = { kind: 'approval-due' as const, approval: 'a1' }
    expect(waiting.when(tick(due, at(241))).types, 'not before its time').to.deep.equal([])
    const told = waiting.when(tick(due, at(242)))
    expect(told.types).to.deep.equal(['ApprovalVoid', 'Escalated'])
    expect(told.goal.effects['e1']).to.include({ status: 'void', code: 'EXPIRED', rejected: false })
    expect(told.goal.holders['a1']).to.deep.equal({ status: 'settled', used: 'none' })
  })
  it('expires also where it was approved and could not run until then', () => {
    const told = waiting.and(decision()).when(tick({ kind: 'approval-due', approval: 'a1' }, at(242)))
    expect(told.goal.escalation?.code).to.equal('EXPIRED')
  })
  it('is void at once when the goal is cancelled or resolved', () => {
    for (const [command, code] of [[cancel(), 'CANCELLED'] as const, [resolve(), 'RESOLVED'] as const])
      for (const told of [waiting, waiting.and(decision())]) {
        const after = told.when(command)
        expect(after.goal.effects['e1']).to.include({ status: 'void', code })
        expect(after.goal.approvals['a1']?.status).to.equal('void')
      }
  })
})
