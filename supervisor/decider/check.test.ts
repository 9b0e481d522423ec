import { expect } from 'chai'
import { checkable } from './check.ts'
import type { Checked, OrderCheck } from './commands.ts'
import { given, type Given } from './given-for-test.ts'
import {
  accept,
  asking,
  at,
  byPerson,
  call,
  claim,
  claimEffect,
  decision,
  digest,
  outcome,
  park,
  propose,
  resolve,
  result,
  resume,
  tick,
} from './samples-for-test.ts'

const order = (over: Partial<OrderCheck> = {}): OrderCheck => ({
  type: 'OrderCheck',
  at: at(41),
  reads: digest('reads'),
  unread: null,
  why: digest('why'),
  ...over,
})
const answer = (kind: 'holds' | 'fails' | 'more', check = 1): Checked => ({
  type: 'Checked',
  at: at(42),
  check,
  verdict:
    kind === 'holds'
      ? { kind }
      : kind === 'fails'
        ? { kind, code: 'CHECK_FAILED' }
        : { kind, reads: digest('more') },
  why: digest('why'),
})
const concludes = outcome({ kind: 'concluded', ok: true })
const running = given([accept(), claim()])
const concluded = running.and(propose(), result(), concludes)
const ordered = concluded.and(order())
const next = (told: Given, attempt: number): Given =>
  told.and(claim({ attempt, at: at(43) }), outcome({ kind: 'concluded', ok: true }, { attempt, at: at(44) }))

describe('a conclusion', () => {
  it('ends nothing by itself: the systems are read first', () => {
    expect(concluded.goal).to.include({ status: 'working', class: null })
    expect(checkable(concluded.goal)?.id).to.equal('t1')
    expect(ordered.when(answer('holds')).types).to.deep.equal(['GoalEnded'])
  })
  it('waits while an effect or a request of the goal is open', () => {
    for (const open of [
      running.and(propose(), concludes),
      running.and(asking(), concludes),
      running.and(asking(), decision(), concludes),
      running.and(propose(), tick({ kind: 'effect-lease', effect: 'e1', claim: 1 }, at(5)), concludes),
    ]) {
      expect(checkable(open.goal)).to.equal(null)
      expect(open.when(order()).events).to.deep.equal([])
    }
  })
  it('is checked once: a second order changes nothing while the first is out', () => {
    expect(ordered.when(order()).events).to.deep.equal([])
  })
  it('goes to a person where the workflow does not say when a goal is done', () => {
    const told = concluded.when(order({ reads: null, unread: 'no-rule' }))
    expect(told.types).to.deep.equal(['Escalated'])
    expect(concluded.when(order({ reads: null })).types, 'nor is nothing read for ever').to.deep.equal([
      'Escalated',
    ])
  })
  it('is not taken while nothing is done, whatever would be read', () => {
    const idle = running.and(concludes)
    for (const command of [order(), order({ reads: null, unread: 'nothing-done' })]) {
      const told = idle.when(command)
      expect(told.types).to.deep.equal(['CheckOrdered', 'CheckFailed', 'AttemptFailed'])
      expect(told.events[1]?.data).to.include({ code: 'NOTHING_DONE' })
    }
  })
})

describe('a check', () => {
  it('tells the agent once that it failed, and then a person', () => {
    const once = ordered.and(answer('fails'))
    expect(once.goal.tasks['t1']).to.include({ status: 'assigned', attempt: 2, checkFailed: digest('why') })
    const told = next(once, 2).and(order()).when(answer('fails', 2))
    expect(told.types).to.deep.equal(['CheckFailed', 'Escalated'])
    expect(told.goal.escalation?.code).to.equal('CHECK_FAILED')
  })
  it('reads on where a fact depends on another, and only the newest reads are out', () => {
    const told = ordered.when(answer('more'))
    expect(told.events[0]?.data).to.deep.equal({ check: 1, task: 't1', reads: digest('more') })
    expect(ordered.and(answer('more')).when(answer('holds')).goal.class).to.equal('done-alone')
  })
  it('says nothing when it comes twice, for no check, or after a person took over', () => {
    expect(ordered.and(answer('holds')).when(answer('holds')).events).to.deep.equal([])
    expect(ordered.when(answer('holds', 7)).events).to.deep.equal([])
    expect(ordered.and(answer('fails')).when(answer('holds')).events).to.deep.equal([])
    expect(ordered.and(resolve({ at: at(42) })).when(answer('holds')).events).to.deep.equal([])
  })
  it('is over when a person takes over, so that the next conclusion is checked anew', () => {
    const taken = ordered.and(tick({ kind: 'wall' }, at(3000)), resume({ at: at(3001) }))
    const again = taken.and(
      claim({ task: 't2', at: at(3002) }),
      outcome({ kind: 'concluded', ok: true }, { task: 't2', at: at(3003) }),
    )
    expect(checkable(again.goal)?.id).to.equal('t2')
    expect(again.and(order()).when(answer('holds', 2)).goal.status).to.equal('ended')
  })
})

describe('the class of an end', () => {
  const classOf = (told: Given): string | null => told.and(order()).when(answer('holds')).goal.class
  const approved = running.and(asking(), park(), decision(), claimEffect(), result({ at: at(30) }))
  const awake = approved.and(claim({ at: at(31) }))
  it('is done alone where nobody was asked', () => {
    expect(classOf(concluded)).to.equal('done-alone')
  })
  it('is done with approval where one effect had one', () => {
    expect(classOf(awake.and(concludes))).to.equal('done-approved')
    const both = awake.and(propose({ call: call({ effect: 'e2' }), at: at(32), until: at(33) }))
    expect(classOf(both.and(result({ effect: 'e2', at: at(33) }), concludes))).to.equal('done-approved')
  })
  it('is not done alone where a person said how to go on', () => {
    const told = running.and(
      propose(),
      result({ at: at(3) }),
      outcome({ kind: 'escalate' }, { at: at(4) }),
      resume(),
    )
    const again = told.and(
      claim({ task: 't2', at: at(12) }),
      outcome({ kind: 'concluded', ok: true }, { task: 't2', at: at(13) }),
    )
    expect(classOf(again)).to.equal('done-approved')
  })
  it('is taken by a person where a person did it', () => {
    expect(classOf(running.and(asking(), byPerson(), concludes))).to.equal('by-person')
  })
})
