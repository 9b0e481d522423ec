import { expect } from 'chai'
import type { Reserve } from './given-for-test.ts'
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
  decision,
  digest,
  eur,
  judgement,
  people,
  propose,
  result,
  tick,
} from './samples-for-test.ts'

const running = given([accept(), claim()])
const waiting = running.and(asking())
const executing = running.and(propose())
const nothing: Reserve = () => {
  throw new Error('nothing was to be reserved')
}
const refuses =
  (asked: string): Reserve =>
  () => ({ ok: false, key: 'goal:g_1', kind: 'money_moved', asked, left: '3.00 EUR' })
const no = (code: string) => propose({ judgement: judgement({ allow: false, code }) })

describe('propose: the order of the checks', () => {
  it('says halted before anything else, and records nothing', () => {
    const told = running.when(propose({ halted: true, worker: 'w9', listed: false }))
    expect(told).to.include({ code: 'HALTED' })
    expect(told.events).to.deep.equal([])
  })
  it('stops who does not hold the task before it looks at the tool', () => {
    expect(running.when(propose({ worker: 'w9', listed: false })).code).to.equal('NOT_HOLDER')
    expect(running.when(propose({ call: call({ agent: 'finance' }) })).code).to.equal('NOT_HOLDER')
  })
  it('refuses a tool that the workflow does not list before it looks at the rule', () => {
    const told = running.when(propose({ listed: false, judgement: null }))
    expect(told).to.include({ code: 'TOOL_NOT_ALLOWED' })
    expect(told.types).to.deep.equal(['EffectRefused'])
  })
  it('asks for the facts before it judges, and again where an equal effect ended after they were read', () => {
    expect(running.when(propose({ judgement: null })).decision.answer.kind).to.equal('reread')
    const prior = { count: 0, held: false, settledAfterFacts: true }
    expect(running.when(propose({ prior })).decision.answer.kind).to.equal('reread')
  })
  it('reserves nothing for what is not allowed', () => {
    expect(running.when(no('NOT_ALLOWED'), nothing).code).to.equal('NOT_ALLOWED')
  })
})

describe('propose: run at once', () => {
  it('reserves every cap and the key, then starts under the next claim', () => {
    const told = running.when(propose())
    expect(told.wanted).to.deep.equal([
      { amount: eur('15.00'), scope: 'all', holder: 'e1.c1', release: null, key: true },
    ])
    expect(told.decision.answer).to.deep.equal({ kind: 'run', effect: 'e1', claim: 1 })
    expect(told.goal.effects['e1']).to.include({ status: 'executing', claim: 1, gateway: 'gw1' })
  })
  it('takes the key also where nothing moves', () => {
    const told = running.when(propose({ judgement: judgement({ amount: null, mode: 'autonomous' }) }))
    expect(told.wanted).to.deep.equal([
      { amount: null, scope: 'all', holder: 'e1.c1', release: null, key: true },
    ])
  })
})

describe('propose: what the same id gets', () => {
  it('gives the recorded result of what is done, whoever asks', () => {
    const told = executing.and(result()).when(propose())
    expect(told.decision).to.deep.equal({ events: [], answer: { kind: 'recorded', effect: 'e1' } })
  })
  it('waits while it runs, also for another worker of the next attempt', () => {
    const next = executing.and(
      tick({ kind: 'lease', task: 't1', attempt: 1 }, at(5)),
      claim({ attempt: 2, worker: 'w2' }),
    )
    const told = next.when(propose({ call: call({ attempt: 2 }), worker: 'w2' }))
    expect(told.decision).to.deep.equal({ events: [], answer: { kind: 'waiting', effect: 'e1' } })
  })
  it('writes no refusal over what is recorded: the tool was taken out of the workflow meanwhile', () => {
    const rejected = waiting.and(decision({ decision: 'reject' }))
    for (const told of [executing, executing.and(result()), waiting, rejected]) {
      const refused = told.when(propose({ listed: false }))
      expect(refused).to.include({ code: 'TOOL_NOT_ALLOWED' })
      expect(refused.goal.effects).to.deep.equal(told.goal.effects)
    }
  })
  it('says a rejection again, for good, until a person allows it once more under a new id', () => {
    const rejected = waiting.and(decision({ decision: 'reject', note: digest('no') }))
    expect(rejected.when(asking({ approval: 'a2' }))).to.include({ code: 'REJECTED' })
    const again = rejected.and(allowAgain())
    expect(again.goal.ordinals).to.deep.equal({ [call().base]: 2 })
    expect(
      again.when(asking({ call: call({ effect: 'e1-2', ordinal: 2 }), approval: 'a2' })).types,
    ).to.deep.equal(['ApprovalRequested'])
  })
  it('replaces a request by the same call with other arguments, and only that request', () => {
    const other = waiting.and(asking({ call: call({ effect: 'e2', args: digest('b') }), approval: 'a2' }))
    const told = other.when(asking({ call: call({ args: digest('changed') }), approval: 'a3' }))
    expect(told.types).to.deep.equal(['ApprovalRequested', 'ApprovalVoid'])
    expect(told.wanted[0]).to.include({ holder: 'a3', release: 'a1', scope: 'goal' })
    expect(told.goal.approvals['a1']?.status).to.equal('void')
    expect(told.goal.approvals['a2']?.status).to.equal('open')
    expect(told.goal.effects['e1']).to.include({ status: 'waiting-approval', approval: 'a3' })
    expect(told.goal.holders).to.deep.include({
      a1: { status: 'settled', used: 'none' },
      a2: { status: 'open', effect: 'e2' },
      a3: { status: 'open', effect: 'e1' },
    })
  })
  it('leaves no open request behind where what replaces it is refused, stopped or over the budget', () => {
    const changed = { call: call({ args: digest('changed') }), approval: 'a3' }
    const refused = [
      waiting.when(propose({ ...changed, judgement: judgement({ allow: false, code: 'NOT_ALLOWED' }) })),
      waiting.when(propose({ ...changed, listed: false })),
      waiting.when(propose({ ...changed, definitionAccepted: false })),
      waiting.when(asking(changed), refuses('35.00 EUR')),
    ]
    for (const told of refused) {
      expect(told.goal.effects['e1']?.status).to.equal('refused')
      expect(told.goal.approvals['a1']?.status).to.equal('void')
      expect(told.goal.holders['a1']?.status).to.equal('settled')
    }
  })
  it('answers what a person did by hand', () => {
    expect(waiting.and(byPerson()).when(asking()).decision.answer.kind).to.equal('recorded')
  })
})

describe('propose: refused', () => {
  it('is an answer that the agent may mend, twice; the third of one tool stops the task', () => {
    const once = running.and(no('NOT_ALLOWED'))
    expect(once.goal.status).to.equal('working')
    const twice = once.and(no('NOT_ALLOWED'))
    const told = twice.when(no('NOT_ALLOWED'))
    expect(told.types).to.deep.equal(['EffectRefused', 'Escalated'])
    expect(told.goal.escalation?.code).to.equal('TOO_MANY_FAILURES')
    const elsewhere = propose({
      call: call({ effect: 'e2', tool: 'helpdesk.reply' }),
      judgement: judgement({ allow: false, code: 'NOT_ALLOWED' }),
    })
    expect(twice.when(elsewhere).types, 'another tool counts for itself').to.deep.equal(['EffectRefused'])
  })
  it('goes to a person at once where the agent can mend nothing', () => {
    for (const code of ['RULE_ERROR', 'FACTS_UNREADABLE'])
      expect(running.when(no(code)).goal.escalation?.code).to.equal(code)
    expect(running.when(propose({ definitionAccepted: false })).goal.escalation?.code).to.equal(
      'DEFINITION_CHANGED',
    )
  })
  it('stops before the spend where a cap does not cover it, and says which', () => {
    const told = running.when(propose(), refuses('15.00 EUR'))
    expect(told.types).to.deep.equal(['EffectRefused', 'BudgetExhausted', 'Escalated'])
    expect(told.goal.escalation?.code).to.equal('OVER_BUDGET')
  })
  it('moves no currency that has no cap', () => {
    expect(running.when(propose(), refuses('')).goal.escalation?.code).to.equal('NO_BUDGET')
  })
  it('starts nothing in a goal that is being cancelled, and nothing once it is over', () => {
    const cancelling = executing.and(cancel({ person: people.bob }))
    expect(cancelling.when(propose({ call: call({ effect: 'e2' }) })).code).to.equal('CANCELLED')
    expect(running.and(cancel()).when(propose()).code).to.equal('GOAL_OVER')
  })
})

describe('propose: asks', () => {
  it("holds the goal's own cap alone while people are asked", () => {
    const told = running.when(asking())
    expect(told.wanted).to.deep.equal([
      { amount: eur('35.00'), scope: 'goal', holder: 'a1', release: null, key: false },
    ])
    expect(told.decision.answer).to.deep.equal({ kind: 'waiting', effect: 'e1' })
  })
  it('binds the request to arguments, definition and policy, and lets it expire', () => {
    expect(running.when(asking()).goal.approvals['a1']).to.include({
      args: digest('args'),
      definition: 'definition-1',
      policy: 'policy-1',
      due: at(2 + 240),
      remind: at(2 + 60),
      role: 'support-agent',
      votes: 1,
    })
  })
  it('asks while another goal has the same effect under way', () => {
    const told = running.when(propose({ prior: { count: 1, held: true, settledAfterFacts: false } }))
    expect(told.types).to.deep.equal(['ApprovalRequested'])
  })
})
