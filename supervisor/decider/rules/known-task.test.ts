import { expect } from 'chai'
import { given } from '../given-for-test.ts'
import { accept, cancel, claim, outcome, park, propose, resolve, asking } from '../samples-for-test.ts'
import { knownTask } from './known-task.ts'

const holding = { task: 't1', attempt: 1, worker: 'w1', agent: 'support' }
const running = given([accept(), claim()])
const failed = running.and(outcome({ kind: 'failed', code: 'AGENT_FAILED' }))
const codeOf = (...asked: Parameters<typeof knownTask>): string => {
  const known = knownTask(...asked)
  return 'code' in known ? known.code : 'known'
}

describe('rule: known task', () => {
  it('knows who holds the attempt now', () => {
    expect(codeOf(running.goal, holding)).to.equal('known')
  })
  it('refuses each other with what stops them', () => {
    const { goal } = running
    expect(codeOf(goal, { ...holding, task: 't9' })).to.equal('UNKNOWN_TASK')
    expect(codeOf(goal, { ...holding, worker: 'w2' })).to.equal('NOT_HOLDER')
    expect(codeOf(goal, { ...holding, agent: 'finance' })).to.equal('NOT_HOLDER')
    expect(codeOf(goal, { ...holding, attempt: 2 })).to.equal('NOT_HOLDER')
    expect(codeOf(failed.goal, holding)).to.equal('OLD_ATTEMPT')
    expect(codeOf(failed.goal, { ...holding, attempt: 2 })).to.equal('NOT_HOLDER')
    expect(codeOf(running.and(asking(), park()).goal, holding)).to.equal('NOT_HOLDER')
    expect(codeOf(running.and(outcome({ kind: 'concluded', ok: true })).goal, holding)).to.equal('TASK_OVER')
  })
  it('knows nobody once the goal is cancelled or over', () => {
    expect(codeOf(running.and(resolve()).goal, holding)).to.equal('GOAL_OVER')
    expect(codeOf(running.and(propose(), cancel()).goal, holding)).to.equal('CANCELLED')
  })
})
