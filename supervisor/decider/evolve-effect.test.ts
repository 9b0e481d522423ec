import { expect } from 'chai'
import { given } from './given-for-test.ts'
import { accept, at, claim, claimEffect, judgement, propose, result, tick } from './samples-for-test.ts'

const running = given([accept(), claim(), propose()])
const lease = tick({ kind: 'effect-lease', effect: 'e1', claim: 1 }, at(5))
const repeat = claimEffect({ settles: 1, lookup: 'absent', repeatable: true, judgement: judgement() })

describe('the age of an effect', () => {
  it('is counted from its first claim, since when the tool may know its key', () => {
    const first = running.goal.effects['e1']?.startedAt
    expect(first).to.be.a('string')
    expect(running.and(lease, repeat).goal.effects['e1']).to.include({ claim: 2, startedAt: first })
    const failed = result({ status: 'failed', code: 'TOOL_FAILED', verified: null })
    const anew = running.and(failed, propose({ at: at(35) }))
    expect(anew.goal.effects['e1']).to.include({ claim: 2, startedAt: first })
  })
})
