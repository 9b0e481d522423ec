import { expect } from 'chai'
import { isSettled } from './is-settled.ts'

const page = { status: 'working', halted: false, approvals: [] }

describe('a settled goal', () => {
  it('has ended, or is with a person', () => {
    expect(isSettled({ ...page, status: 'ended' })).to.equal(true)
    expect(isSettled({ ...page, status: 'with-person' })).to.equal(true)
  })
  it('is one that a person has halted', () => expect(isSettled({ ...page, halted: true })).to.equal(true))
  it('is none that agents work on, or that waits for other than a person', () => {
    expect(isSettled(page)).to.equal(false)
    expect(isSettled({ ...page, status: 'waiting' })).to.equal(false)
  })
})
