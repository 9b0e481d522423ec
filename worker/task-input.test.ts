import { expect } from 'chai'
import type { Note } from '../contracts/work.ts'
import { claimedOf } from './run-alone.fixture.ts'
import { inputMessage, toldBy } from './task-input.ts'
import { textOf } from './turn.ts'

const note = (index: number): Note => ({
  task: `t${index}`,
  agent: 'finance',
  contract: 'finance.check-refund@1',
  kind: 'handoff',
  content: { kind: 'handoff', id: 'o', payload: { refunds: 'x'.repeat(500) }, note: `note ${index}` },
})
const promptOf = (handoffs: number): string =>
  textOf(
    inputMessage(
      claimedOf('support.refund@1', { notes: Array.from({ length: handoffs }, (_, index) => note(index)) }),
    ),
  )

describe('what an agent is told', () => {
  it('holds the goal, the payload and the notes of earlier tasks, and no empty part', () => {
    const text = textOf(
      inputMessage(
        claimedOf('support.refund@1', {
          goalText: 'refund it',
          payload: { order_id: '1' },
          notes: [note(1)],
        }),
      ),
    )
    expect(JSON.parse(text)).to.have.all.keys('contract', 'goal', 'payload', 'notes')
    expect(text).to.contain('note 1')
  })
  it('does not grow with the number of handoffs', () => {
    expect(promptOf(16)).to.contain('note 15').and.not.to.contain('xxx')
    expect(promptOf(16).length - promptOf(8).length).to.be.below(20)
  })
  it('has news when a check failed or a person wrote, and only then', () => {
    const plain = claimedOf('support.refund@1')
    const told = toldBy(plain)
    expect(toldBy({ ...plain, until: 'later', notes: [note(1)] })).to.equal(told)
    expect(toldBy({ ...plain, checkFailed: 'no refund' })).not.to.equal(told)
    expect(toldBy({ ...plain, instructions: ['go on'] })).not.to.equal(told)
  })
})
