import { expect } from 'chai'
import { tries } from './tries.ts'

const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 22, 10, 0, seconds))

describe('failed tries', () => {
  it('are refused after the most that a window allows, and taken again when it is over', () => {
    const limit = tries({ most: 2, windowMs: 60_000 })
    limit.take('maria', at(0))
    limit.take('maria', at(1))
    expect(() => limit.take('maria', at(2)))
      .to.throw()
      .with.property('code', 'TOO_MANY_TRIES')
    expect(() => limit.take('maria', at(2)))
      .to.throw()
      .with.property('details')
      .that.deep.equals({ seconds: 58 })
    limit.take('maria', at(60))
  })
  it('of one do not count against another', () => {
    const limit = tries({ most: 1, windowMs: 60_000 })
    limit.take('maria', at(0))
    limit.take('jonas', at(0))
  })
  it('are not those that were right', () => {
    const limit = tries({ most: 1, windowMs: 60_000 })
    for (let turn = 0; turn < 5; turn += 1) {
      limit.take('maria', at(turn))
      limit.giveBack('maria')
    }
  })
  it('are kept for a bounded number of callers', () => {
    const limit = tries({ most: 1, windowMs: 60_000 })
    for (let caller = 0; caller < 10_001; caller += 1) limit.take(`caller-${caller}`, at(0))
    limit.take('caller-0', at(1))
    expect(() => limit.take('caller-10000', at(1))).to.throw()
  })
})
