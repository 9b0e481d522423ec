import { expect } from 'chai'
import { given, type Given } from '../decider/given-for-test.ts'
import {
  accept,
  asking,
  at,
  cancel,
  claim,
  decision,
  digest,
  outcome,
  park,
  propose,
  resolve,
  result,
  tick,
} from '../decider/samples-for-test.ts'
import { ordersOf, stopsOf } from './orders-of.ts'

const running = given([accept(), claim()])
const parked = running.and(asking(), park())
const executing = running.and(propose())
const keys = (told: Given): string[] => ordersOf(told.goal).map((order) => order.key)
const check = (reads: string) => ({ type: 'OrderCheck' as const, at: at(41), reads, unread: null, why: '' })
const concluded = executing.and(result(), outcome({ kind: 'concluded', ok: true }))

describe('orders of a state', () => {
  it('start a task that is assigned, under a key that each attempt has for itself', () => {
    expect(keys(given([accept()]))).to.deep.equal(['t1.1.start'])
    const second = running.and(tick({ kind: 'lease', task: 't1', attempt: 1 }, at(2)))
    expect(keys(second)).to.deep.equal(['t1.2.start'])
  })
  it('are none for who works or waits', () => {
    for (const told of [running, parked, executing, concluded]) expect(keys(told)).to.deep.equal([])
  })
  it('resume who is woken, each time under another key', () => {
    expect(keys(parked.and(decision({ decision: 'reject' })))).to.deep.equal(['t1.1.resume.1'])
  })
  it('run what was approved, and settle what nobody answered for', () => {
    expect(keys(parked.and(decision()))).to.deep.equal(['e1.run.a1'])
    const settling = executing.and(tick({ kind: 'effect-lease', effect: 'e1', claim: 1 }, at(5)))
    expect(keys(settling)).to.deep.equal(['e1.settle.1'])
  })
  it('read for a check, and only its newest reads', () => {
    const ordered = concluded.and(check(digest('a')))
    expect(keys(ordered)).to.deep.equal([`check.1.${digest('a')}`])
    const more = ordered.and({
      type: 'Checked',
      at: at(42),
      check: 1,
      verdict: { kind: 'more', reads: digest('b') },
      why: '',
    })
    expect(keys(more)).to.deep.equal([`check.1.${digest('b')}`])
  })
  it('go on for what is under way while a person has the goal, and for nothing else', () => {
    const escalated = concluded.and(check(digest('a')), tick({ kind: 'wall' }, at(3000)))
    expect(keys(escalated)).to.deep.equal([])
    const approved = parked.and(decision(), tick({ kind: 'wall' }, at(3000)))
    expect(keys(approved)).to.deep.equal(['e1.run.a1'])
  })
  it('are none after the end', () => {
    expect(keys(given([accept(), resolve()]))).to.deep.equal([])
  })
})

describe('stops', () => {
  const stopped = (before: Given, after: Given): string[] =>
    stopsOf(before.goal, after.goal).map((order) => (order.kind === 'task' ? order.message.kind : ''))
  it('go to who works while a person takes the goal away', () => {
    for (const command of [cancel(), resolve()])
      expect(stopped(running, running.and(command))).to.deep.equal(['stop'])
  })
  it('go to nobody whose own outcome ended the task, and nobody who waits', () => {
    expect(stopped(running, running.and(outcome({ kind: 'concluded', ok: true })))).to.deep.equal([])
    expect(stopped(parked, parked.and(cancel()))).to.deep.equal([])
    expect(stopsOf(null, running.goal)).to.deep.equal([])
  })
})
