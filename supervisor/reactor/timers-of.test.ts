import { expect } from 'chai'
import { given, type Given } from '../decider/given-for-test.ts'
import {
  accept,
  asking,
  at,
  cancel,
  claim,
  decision,
  outcome,
  park,
  propose,
  resolve,
  result,
  terms,
  tick,
} from '../decider/samples-for-test.ts'
import { timerChanges, timersOf } from './timers-of.ts'

const assigned = given([accept({ deadline: at(90) })])
const running = assigned.and(claim())
const waiting = running.and(asking(), park())
const dues = (told: Given, pinned = terms): Record<string, string> =>
  Object.fromEntries([...timersOf(told.goal, pinned).values()].map((timer) => [timer.id.slice(4), timer.due]))
const wall = 'wall.2026-11-23T12:00:00.000Z'
/** 80 % of 48 hours, where it warns. */
const warns = 48 * 60 * 0.8

describe('timers of a state', () => {
  it('watch a task that nobody took, and order it again', () => {
    expect(dues(assigned)).to.deep.equal({
      'unclaimed.t1.1.0': at(1),
      'order.t1.1.start': at(1),
      [wall]: at(warns),
      deadline: at(90),
    })
  })
  it('watch the lease of who works', () => {
    expect(dues(running)).to.deep.equal({ 'lease.t1.1.0': at(1.5), [wall]: at(warns), deadline: at(90) })
  })
  it('come again at the end of the wall time once it was warned of', () => {
    const warned = given([accept()]).and(tick({ kind: 'wall' }, at(warns)))
    expect(dues(warned)).to.include({ [wall]: at(48 * 60) })
    const changes = timerChanges(timersOf(assigned.goal, terms), timersOf(warned.goal, terms))
    expect(changes.flatMap((change) => ('set' in change ? change.set.due : []))).to.include(at(48 * 60))
  })
  it('remind and expire while people are asked, and the wall stands still', () => {
    expect(dues(waiting)).to.deep.equal({
      'approval-due.a1': at(242),
      'approval-remind.a1': at(62),
      deadline: at(90),
    })
  })
  it('expire an approved call, too, and order it again until it is claimed', () => {
    const names = Object.keys(dues(waiting.and(decision())))
    expect(names).to.include.members(['approval-due.a1', 'order.e1.run.a1'])
    expect(names).not.to.include('approval-remind.a1')
  })
  it('watch the lease of an effect', () => {
    expect(dues(running.and(propose()))).to.include({ 'effect-lease.e1.1': at(2.5) })
  })
  it('see to it that a conclusion is checked, also where whoever should order that is gone', () => {
    const concluded = running.and(propose(), result(), outcome({ kind: 'concluded', ok: true }))
    expect(dues(concluded)).to.include({ 'check.1': at(40.5) })
    const open = running.and(propose(), outcome({ kind: 'concluded', ok: true }))
    expect(Object.keys(dues(open))).not.to.include('check.1')
  })
  it('go by the cap of the workflow of now', () => {
    const other = { ...terms, limits: { ...terms.limits, wallSeconds: 60 } }
    const changes = timerChanges(timersOf(running.goal, terms), timersOf(running.goal, other))
    expect(changes.map((change) => ('set' in change ? change.set.due : change.clear))).to.deep.equal([
      at(0.8),
    ])
  })
  it('are none after the end, and clear what stood before', () => {
    const ended = running.and(resolve())
    expect(dues(ended)).to.deep.equal({})
    const changes = timerChanges(timersOf(running.goal, terms), timersOf(ended.goal, terms))
    expect(changes.filter((change) => 'clear' in change)).to.have.length(3)
  })
  it('leave the lease of the effect, and nothing of the goal, while it is cancelled', () => {
    expect(dues(running.and(propose(), cancel()))).to.deep.equal({ 'effect-lease.e1.1': at(2.5) })
  })
  it('say nothing of who took the task in time', () => {
    const said = assigned.and(tick({ kind: 'unclaimed', task: 't1', attempt: 1 }, at(1)))
    expect(Object.keys(dues(said))).to.deep.equal(['order.t1.1.start', wall, 'deadline'])
  })
})
