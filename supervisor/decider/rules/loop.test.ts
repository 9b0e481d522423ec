import { expect } from 'chai'
import { given, type Given } from '../given-for-test.ts'
import { accept, claim, digest, outcome } from '../samples-for-test.ts'
import { loop } from './loop.ts'

const to = (task: string, agent: string, handoff: string) => ({
  kind: 'handoff' as const,
  to: {
    ok: true as const,
    handoff,
    note: digest('note'),
    task,
    agent,
    contract: `${agent}.work@1`,
    input: digest('input'),
  },
})
const calls = { type: 'Calls' as const, at: claim().at, want: 1, why: '', worker: 'w1' }
/** support, finance, support: three tasks, the last one running; `called` = those that called a tool. */
const story = (called: string[]): Given => {
  let told = given([accept(), claim()])
  const call = (task: string): void => {
    if (called.includes(task)) told = told.and({ ...calls, task, attempt: 1 })
  }
  call('t1')
  told = told.and(outcome(to('t2', 'finance', 'h1')), claim({ task: 't2' }))
  call('t2')
  told = told.and(outcome(to('t3', 'support', 'h2'), { task: 't2' }), claim({ task: 't3' }))
  call('t3')
  return told
}

describe('rule: loop', () => {
  it('stops the same handoff a second time, with the cycle spelled out', () => {
    expect(loop(story(['t1', 't2', 't3']).goal, 't3', 'h1', 'finance')).to.deep.equal([
      'support',
      'finance',
      'support',
      'finance',
    ])
  })
  it('stops A-B-A-B in which nobody called a tool', () => {
    expect(loop(story([]).goal, 't3', 'h3', 'finance')).to.deep.equal([
      'support',
      'finance',
      'support',
      'finance',
    ])
  })
  it('lets A-B-A-B go on where one of them brought a new fact', () => {
    for (const task of ['t1', 't2', 't3'])
      expect(loop(story([task]).goal, 't3', 'h3', 'finance')).to.equal(null)
  })
  it('lets a new handoff to a third agent go on', () => {
    expect(loop(story([]).goal, 't3', 'h3', 'it')).to.equal(null)
    expect(loop(given([accept(), claim()]).goal, 't1', 'h1', 'finance')).to.equal(null)
  })
})
