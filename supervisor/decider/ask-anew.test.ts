import { expect } from 'chai'
import type { AskAnew } from './ask-anew.ts'
import { given } from './given-for-test.ts'
import { accept, asking, at, claim, decision, digest, eur, judgement, people } from './samples-for-test.ts'

const waiting = given([accept(), claim()]).and(asking())
const anew = (over: Partial<AskAnew> = {}): AskAnew => ({
  type: 'AskAnew',
  at: at(20),
  stale: 'a1',
  effect: 'e1',
  approval: 'a2',
  definition: 'definition-2',
  policies: ['policy-1'],
  facts: null,
  judgement: judgement({ lowRisk: false, amount: eur('35.00') }),
  unfit: '',
  message: digest('message'),
  why: digest('why'),
  ledger: null,
  ...over,
})

describe('a request whose tool has a new definition', () => {
  it('is asked anew for the same call, bound to the new definition, and holds the cap once', () => {
    const told = waiting.when(anew())
    expect(told.types).to.deep.equal(['ApprovalRequested', 'ApprovalVoid'])
    expect(told.wanted).to.deep.include({
      amount: eur('35.00'),
      scope: 'goal',
      holder: 'a2',
      release: 'a1',
      key: false,
    })
    expect(told.goal.approvals['a1']?.status).to.equal('void')
    expect(told.goal.approvals['a2']).to.deep.include({
      status: 'open',
      definition: 'definition-2',
      why: ['changed:definition'],
      voters: [],
    })
    expect(told.goal.effects['e1']?.status).to.equal('waiting-approval')
  })
  it('goes to a person where its arguments no longer fit, or it is no longer allowed', () => {
    for (const [over, code] of [
      [{ unfit: '/amount is wrong' }, 'DEFINITION_CHANGED'],
      [{ judgement: null }, 'DEFINITION_CHANGED'],
      [{ judgement: judgement({ allow: false, code: 'NOT_ALLOWED' }) }, 'NOT_ALLOWED'],
    ] as const) {
      const told = waiting.when(anew(over))
      expect(told.types).to.deep.equal(['ApprovalVoid', 'Escalated'])
      expect(told.goal.escalation?.code).to.equal(code)
    }
  })
  it('is left alone where it is bound to this definition already, or decided', () => {
    const same = waiting.goal.approvals['a1']?.definition ?? ''
    expect(waiting.when(anew({ definition: same })).types).to.deep.equal([])
    const decided = waiting.and(decision({ person: people.bob }))
    expect(decided.when(anew()).types).to.deep.equal([])
  })
})
