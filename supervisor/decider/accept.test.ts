import { expect } from 'chai'
import { given, step } from './given-for-test.ts'
import { accept, claim, digest, terms } from './samples-for-test.ts'

const entry = { task: 't1', agent: 'triage', contract: 'triage.route@1', input: digest('input') }

describe('accept', () => {
  it('assigns the entry of the workflow that the client named', () => {
    const { goal, log } = given([accept()])
    expect(log.map((event) => event.type)).to.deep.equal(['GoalAccepted', 'GoalRouted', 'TaskAssigned'])
    expect(goal).to.include({ status: 'working', workflow: 'refunds', routed: true })
  })
  it('gives the rest to triage, under the policy of intake', () => {
    const { goal } = given([accept({ to: { kind: 'triage', ...entry } })])
    expect(goal).to.include({ status: 'accepted', workflow: 'intake', routed: false })
    expect(goal.tasks['t1']).to.include({ agent: 'triage', status: 'assigned' })
  })
  it('goes to a person where it cannot be routed, with why', () => {
    const to = { kind: 'person' as const, code: 'UNKNOWN_WORKFLOW', why: digest('why') }
    const { goal } = given([accept({ to })])
    expect(goal.status).to.equal('with-person')
    expect(goal.escalation).to.include({ code: 'UNKNOWN_WORKFLOW', role: 'lead' })
  })
  it('is the same goal when it comes again with the same content, and an error with other', () => {
    const told = given([accept()])
    expect(told.when(accept()).events).to.deep.equal([])
    const other = told.when(accept({ content: digest('other') }))
    expect(other).to.include({ code: 'ID_REUSED' })
    expect(other.events).to.deep.equal([])
  })
  it('knows no goal before it was accepted', () => {
    expect(step(null, claim(), terms).decision).to.deep.equal({
      events: [],
      answer: { kind: 'refused', code: 'UNKNOWN_GOAL', final: true },
    })
  })
})
