import { expect } from 'chai'
import type { Mutant } from '../mutants/mutant.ts'
import { courseMutants } from '../mutants/course-mutants.ts'
import { runControls } from './run-controls.ts'

const [first] = courseMutants.filter(({ guard }) => guard === 'an amount above the limit')
const rule = ['supervisor/decider/rules/over-limit.test.ts']

const verdicts = async (...guards: Mutant[]) => {
  const { sound, rows } = await runControls({ guards, seed: 11, lanes: 1, told: () => undefined })
  return { sound, verdicts: rows.map(({ verdict }) => verdict) }
}

describe('taking a guard out', function () {
  this.timeout(120_000)

  it('is red where its test misses it, and says so where it does not, has none, or has another text', async () => {
    if (!first) throw new Error('the guard is gone')
    const guard = { ...first, tests: rule }
    const unheard = { ...guard, tests: ['supervisor/decider/rules/next-attempt.test.ts'] }
    const bare = { ...guard, tests: [] }
    const gone = { ...guard, from: 'a text that is not there' }
    const broken = { ...guard, to: '(((' }
    const found = await verdicts(guard, unheard, bare, gone, broken)
    expect(found.sound).to.deep.equal([])
    expect(found.verdicts).to.deep.equal(['red', 'NOT RED', 'NO TEST', 'DOES NOT FIT', 'DOES NOT LOAD'])
  })

  it('says of a test that is not there, or is red anyway, that it proves nothing', async () => {
    if (!first) throw new Error('the guard is gone')
    const none = { ...first, tests: ['supervisor/decider/rules/over-limit.test.ts#no such title'] }
    expect((await verdicts(none)).sound).to.have.length(1)
  })
})
