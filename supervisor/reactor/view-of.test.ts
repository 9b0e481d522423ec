import { expect } from 'chai'
import { given } from '../decider/given-for-test.ts'
import {
  accept,
  asking,
  call,
  cancel,
  claim,
  claimEffect,
  decision,
  judgement,
  outcome,
  park,
  propose,
  resolve,
  result,
  tick,
  at,
} from '../decider/samples-for-test.ts'
import { viewOf } from './view-of.ts'

const running = given([accept(), claim()])
const two = running.and(asking(), asking({ call: call({ effect: 'e2' }), approval: 'a2' }))

describe('the line of a goal', () => {
  it('says waiting where every task is parked, and working as long as one is not', () => {
    expect(viewOf(two.goal, false, 'lead').status).to.equal('working')
    expect(viewOf(two.and(park()).goal, true, 'lead')).to.include({
      status: 'waiting',
      halted: true,
      agent: 'support',
    })
  })
  it('puts each open request and the escalation into the inbox, and nothing that is decided', () => {
    const told = two.and(decision({ decision: 'reject' }), outcome({ kind: 'escalate' }))
    expect(viewOf(told.goal, false, 'lead').inbox).to.deep.equal([
      {
        id: 'a2',
        kind: 'approval',
        goal: 'g_1',
        workflow: 'refunds',
        role: 'support-agent',
        since: at(2),
        due: at(242),
        code: 'risk',
        amount: '35.00 EUR',
      },
      {
        id: 'g_1',
        kind: 'escalation',
        goal: 'g_1',
        workflow: 'refunds',
        role: 'lead',
        since: at(40),
        due: null,
        code: 'ASKED',
        amount: null,
      },
    ])
  })
  it('keeps what is unknown in the inbox while the goal is cancelled', () => {
    const unknown = running
      .and(propose(), tick({ kind: 'effect-lease', effect: 'e1', claim: 1 }, at(5)), cancel())
      .and(claimEffect({ settles: 1, lookup: 'absent', judgement: judgement() }))
    const { status, inbox } = viewOf(unknown.goal, false, 'lead')
    expect({ status, codes: inbox.map((item) => item.code) }).to.deep.equal({
      status: 'with-person',
      codes: ['NOT_PROVEN'],
    })
  })
  it('says what was moved, and an empty inbox after the end', () => {
    const ended = running.and(propose(), result(), resolve({ at: at(50) }))
    expect(viewOf(ended.goal, false, 'lead')).to.deep.include({
      status: 'ended',
      class: 'by-person',
      moved: '15.00 EUR',
      ended: at(50),
      inbox: [],
    })
  })
})
