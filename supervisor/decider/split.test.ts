import { expect } from 'chai'
import type { Command } from './commands.ts'
import type { EndClass } from '../../contracts/events/goal-events.ts'
import { given, type Given } from './given-for-test.ts'
import { accept, at, cancel, claim, digest, outcome, resolve, resume, tick } from './samples-for-test.ts'

const entry = { task: 't1', agent: 'triage', contract: 'triage.route@1', input: digest('in') }
const unrouted = given([accept({ to: { kind: 'triage', ...entry }, deadline: at(90) }), claim()])
const caps = { together: [], each: { handoffs: 1, toolCalls: 5, attempts: null } }
const split = (count: number): Command =>
  outcome({
    kind: 'split',
    to: {
      ok: true,
      caps,
      intents: Array.from({ length: count }, () => ({ workflow: 'refunds', contract: 'support.refund@1' })),
    },
  })
const ends = (child: string, endClass: EndClass): Command => ({
  type: 'ChildGoalEnded',
  at: at(60),
  child,
  class: endClass,
  code: 'CHECKED',
})
const two = (): Given => unrouted.and(split(2))

describe('a goal that is split', () => {
  it('stays as the whole, with a goal of its own for each matter', () => {
    const told = unrouted.when(split(2))
    expect(told.types).to.deep.equal(['OutcomeReceived', 'GoalSplit'])
    expect(told.goal.status).to.equal('split')
    expect(told.goal.split?.children.map((one) => one.goal)).to.deep.equal(['g_1/1', 'g_1/2'])
  })
  it('goes to a person over five matters, and where it is no several', () => {
    expect(unrouted.when(split(6)).goal.escalation?.code).to.equal('TOO_MANY_INTENTS')
    expect(unrouted.when(split(5)).goal.status).to.equal('split')
    expect(unrouted.when(split(1)).goal.escalation?.code).to.equal('BAD_OUTCOME')
    const routed = given([accept(), claim()])
    expect(routed.when(split(2)).goal.escalation?.code, 'triage alone').to.equal('BAD_OUTCOME')
    const part = { goal: 'g_0', chain: [], caps }
    const below = given([accept({ parent: part, to: { kind: 'triage', ...entry } }), claim()])
    expect(below.when(split(2)).goal.escalation?.code, 'never twice').to.equal('BAD_OUTCOME')
  })
  it('ends with the last of its parts, in the worst of their classes', () => {
    const one = two().when(ends('g_1/1', 'by-person'))
    expect(one.types).to.deep.equal(['ChildEnded'])
    const both = two().and(ends('g_1/1', 'by-person')).when(ends('g_1/2', 'done-alone'))
    expect(both.types).to.deep.equal(['ChildEnded', 'GoalEnded'])
    expect(both.goal).to.include({ status: 'ended', class: 'by-person', endCode: 'PARTS_ENDED' })
    expect(two().and(ends('g_1/1', 'declined')).when(ends('g_1/1', 'declined')).types, 'once').to.deep.equal(
      [],
    )
    expect(two().when(ends('g_9', 'declined')).types).to.deep.equal([])
  })
  it('is not resolved or resumed over its parts, and has no time and no deadline of its own', () => {
    expect(two().when(resolve()).code).to.equal('CHILDREN_OPEN')
    expect(two().when(resume()).code).to.equal('ALREADY_DECIDED')
    expect(two().goal.wall.since).to.equal(null)
    expect(two().when(tick({ kind: 'deadline' }, at(100))).types).to.deep.equal([])
  })
  it('waits for its parts in a cancel, whatever they end as', () => {
    const cancelled = two().and(cancel({ at: at(50) }))
    expect(cancelled.goal).to.include({ status: 'cancelling', cancelledBy: 'bob' })
    const one = cancelled.and(ends('g_1/2', 'done-alone'))
    expect(one.goal.status).to.equal('cancelling')
    const last = one.when(ends('g_1/1', 'cancelled'))
    expect(last.goal).to.include({ status: 'ended', class: 'cancelled' })
  })
  it('takes a part along that is cancelled with it, once', () => {
    const down: Command = { type: 'CancelDown', at: at(5), person: 'bob', note: null }
    const told = given([accept({ parent: { goal: 'g_0', chain: ['zoe'], caps } }), claim()]).when(down)
    expect(told.goal).to.include({ status: 'ended', class: 'cancelled' })
    expect(told.goal.chain, 'who asked for the whole asked for the part').to.deep.equal(['zoe', 'ann'])
  })
})
