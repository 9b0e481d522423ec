import { expect } from 'chai'
import type { Outcome } from './find-outcome.ts'
import { waitForOutcome } from './wait-for-outcome.ts'

const done: Outcome = { kind: 'done', events: ['ended'] }
const script = (answers: (Outcome | null)[]) => {
  const pauses: number[] = []
  const find = async () => answers.shift() ?? null
  const pause = async (ms: number) => void pauses.push(ms)
  return { pauses, deps: { find, pause, waitMs: 5000 } }
}

describe('waiting for an outcome', () => {
  it('answers at once what is there already', async () => {
    const { deps, pauses } = script([done])
    expect(await waitForOutcome(deps)).to.equal(done)
    expect(pauses).to.deep.equal([])
  })
  it('looks again until it is there', async () => {
    const { deps, pauses } = script([null, null, done])
    expect(await waitForOutcome(deps)).to.equal(done)
    expect(pauses).to.deep.equal([10, 10])
  })
  it('waits its time, no longer, and looks gently', async () => {
    const { deps, pauses } = script([])
    expect(await waitForOutcome(deps)).to.equal(null)
    expect(pauses.reduce((sum, ms) => sum + ms, 0)).to.equal(5000)
    expect(pauses.length).to.be.lessThan(60)
  })
})
