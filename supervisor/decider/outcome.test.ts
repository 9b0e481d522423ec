import { expect } from 'chai'
import { given } from './given-for-test.ts'
import {
  accept,
  asking,
  at,
  call,
  claim,
  decision,
  digest,
  judgement,
  outcome,
  propose,
  result,
  tick,
} from './samples-for-test.ts'

const entry = { task: 't2', agent: 'finance', contract: 'finance.check@1', input: digest('input') }
const triage = {
  kind: 'triage' as const,
  task: 't1',
  agent: 'triage',
  contract: 'triage.route@1',
  input: digest('in'),
}
const unrouted = given([accept({ to: triage }), claim()])
const running = given([accept(), claim()])
const refused = running.and(propose({ judgement: judgement({ allow: false, code: 'NOT_ALLOWED' }) }))
const route = {
  kind: 'route' as const,
  to: { ok: true as const, workflow: 'refunds', policy: 'p', ...entry },
}
const handoff = (name: string, agent = 'finance') => ({
  kind: 'handoff' as const,
  to: { ok: true as const, handoff: name, note: digest('note'), ...entry, agent },
})
const failed = (attempt: number) => outcome({ kind: 'failed', code: 'MODEL_FAILED' }, { attempt })
const late = (told: ReturnType<typeof running.when>): void => {
  expect(told.types).to.deep.equal(['OutcomeReceived'])
  expect(told.events[0]?.data).to.include({ late: true })
}

describe('an outcome: triage', () => {
  it('routes a goal once', () => {
    const told = unrouted.when(outcome(route))
    expect(told.types).to.deep.equal(['OutcomeReceived', 'GoalRouted', 'TaskAssigned'])
    expect(told.goal).to.include({ status: 'working', workflow: 'refunds' })
    expect(running.when(outcome(route)).goal.escalation?.code, 'a routed goal is not routed again').to.equal(
      'BAD_OUTCOME',
    )
  })
  it('goes to a person where the workflow does not admit it', () => {
    const told = unrouted.when(outcome({ kind: 'route', to: { ok: false, code: 'NOT_ADMITTED' } }))
    expect(told.goal.escalation?.code).to.equal('NOT_ADMITTED')
  })
  it('cannot conclude what was never routed: the attempt has failed, and the third goes to a person', () => {
    const concluded = (attempt: number) => outcome({ kind: 'concluded', ok: true }, { attempt })
    const once = unrouted.and(concluded(1))
    expect(once.goal.tasks['t1']).to.include({ status: 'assigned', attempt: 2 })
    const told = once.and(claim({ attempt: 2 }), concluded(2), claim({ attempt: 3 })).when(concluded(3))
    expect(told.goal.escalation?.code).to.equal('BAD_OUTCOME')
  })
})

describe('an outcome: handoff', () => {
  it('ends its task and assigns the next, which knows from whom', () => {
    const told = running.when(outcome(handoff('h1')))
    expect(told.types).to.deep.equal(['OutcomeReceived', 'HandedOff', 'TaskAssigned'])
    expect(told.goal.tasks['t1']?.status).to.equal('over')
    expect(told.goal.tasks['t2']).to.include({ agent: 'finance', from: 't1', status: 'assigned' })
  })
  it('stops at the cap of the goal, before the handoff', () => {
    let told = running
    for (const n of [1, 2, 3]) {
      const task = `t${n + 1}`
      const what = handoff(`h${n}`)
      const worker = { task: `t${n}` }
      told = told.and(
        { type: 'Calls', at: at(2), want: 1, why: '', task: `t${n}`, attempt: 1, worker: 'w1' },
        outcome({ ...what, to: { ...what.to, task } }, worker),
        claim({ task }),
      )
    }
    const fourth = told.when(outcome(handoff('h4'), { task: 't4' }))
    expect(fourth.types).to.deep.equal(['OutcomeReceived', 'BudgetExhausted', 'Escalated'])
    expect(fourth.goal.escalation?.code).to.equal('OVER_BUDGET')
  })
  it('stops the same handoff again, an agent of another workflow and a contract that does not fit', () => {
    const back = running.and(outcome(handoff('h1')), claim({ task: 't2' }))
    expect(back.when(outcome(handoff('h1'), { task: 't2' })).goal.escalation?.code).to.equal('LOOP')
    expect(running.when(outcome(handoff('h1', 'stranger'))).goal.escalation?.code).to.equal(
      'TOOL_NOT_ALLOWED',
    )
    const bad = { kind: 'handoff' as const, to: { ok: false as const, code: 'UNKNOWN_CONTRACT' } }
    expect(running.when(outcome(bad)).goal.escalation?.code).to.equal('UNKNOWN_CONTRACT')
  })
  it('leaves an open request open, to settle for itself', () => {
    const told = running.and(asking(), outcome(handoff('h1')))
    expect(told.when(decision({ at: at(50) })).goal.effects['e1']?.status).to.equal('authorised')
  })
})

describe('an outcome: declined', () => {
  it('ends the goal where a rule declined, and names it', () => {
    const told = refused.when(outcome({ kind: 'declined', effect: 'e1' }))
    expect(told.events.at(-1)?.data).to.deep.equal({ class: 'declined', code: 'NOT_ALLOWED', task: 't1' })
    expect(refused.when(outcome({ kind: 'declined', effect: null })).goal.class).to.equal('declined')
  })
  it('is not believed without a rule that declined', () => {
    for (const effect of [null, 'e1', 'e9'])
      expect(running.when(outcome({ kind: 'declined', effect })).goal.escalation?.code).to.equal(
        'NOT_DECLINED_BY_RULE',
      )
  })
  it('is not believed where something was done already', () => {
    const partly = refused.and(propose({ call: call({ effect: 'e2' }) }), result({ effect: 'e2' }))
    expect(partly.when(outcome({ kind: 'declined', effect: 'e1' })).goal.escalation?.code).to.equal(
      'PARTLY_DONE',
    )
  })
  it('ends as taken by a person where a person rejected the call', () => {
    const rejected = running.and(asking(), decision({ decision: 'reject' }))
    expect(rejected.when(outcome({ kind: 'declined', effect: null })).goal.class).to.equal('by-person')
  })
  it('ends nothing over an open request or an effect under way', () => {
    const open = refused.and(asking({ call: call({ effect: 'e2' }) }))
    const under = refused.and(propose({ call: call({ effect: 'e2' }) }))
    for (const told of [open, under]) {
      const after = told.when(outcome({ kind: 'declined', effect: 'e1' }))
      expect(after.goal).to.include({ status: 'with-person', class: null })
      expect(after.goal.escalation?.code).to.equal('EFFECT_OPEN')
    }
  })
})

describe('an outcome: the rest', () => {
  it('goes to a person with the question', () => {
    expect(running.when(outcome({ kind: 'escalate' })).goal.escalation).to.include({
      code: 'ASKED',
      task: 't1',
    })
  })
  it('gives three attempts, then a person', () => {
    const third = running.and(failed(1), claim({ attempt: 2 }), failed(2), claim({ attempt: 3 }))
    const told = third.when(failed(3))
    expect(told.types).to.deep.equal(['OutcomeReceived', 'AttemptFailed', 'Escalated'])
    expect(told.goal.escalation?.code).to.equal('MODEL_FAILED')
  })
  it('takes a conclusion that does not fit its contract for a failed attempt', () => {
    const told = running.when(outcome({ kind: 'concluded', ok: false }))
    expect(told.events.at(-1)?.data).to.include({ code: 'BAD_OUTCOME', next: 2 })
    expect(told.goal.tasks['t1']?.status).to.equal('assigned')
  })
  it('records what an old attempt, another worker or an ended task still says, and ignores it', () => {
    late(running.and(failed(1)).when(outcome(handoff('h1'))))
    late(running.when(outcome(handoff('h1'), { worker: 'w9' })))
    late(running.and(outcome(handoff('h1'))).when(outcome({ kind: 'concluded', ok: true })))
    late(
      running.and(tick({ kind: 'lease', task: 't1', attempt: 1 }, at(5))).when(outcome({ kind: 'escalate' })),
    )
    late(refused.and(outcome({ kind: 'declined', effect: 'e1' })).when(outcome({ kind: 'escalate' })))
    expect(running.when(outcome({ kind: 'escalate' }, { task: 't9' })).code).to.equal('UNKNOWN_TASK')
  })
})
