import { expect } from 'chai'
import { copyCheckout } from '../harness/copy-checkout.ts'
import { figures } from '../harness/oracle/evidence.ts'
import { foundFailPoints } from './found-fail-points.ts'
import { runSeed, type SeedReport } from './run-seed.ts'
import { shorterTimes } from './shorter-times.ts'

/** The sentences of every figure that is not 0. */
const found = ({ findings }: SeedReport): Record<string, string[]> =>
  Object.fromEntries(figures.flatMap((name) => (findings[name].length > 0 ? [[name, findings[name]]] : [])))

const calm = { more: 1, log: () => undefined }

// The program beside this (`node test/faults/chaos.ts`) runs as many seeds as one likes, each with every place.
describe('an installation that is killed and stopped while goals run', function () {
  this.timeout(300_000)

  it('loses, doubles, forgets and lets slip nothing, with a kill at each of some places', async () => {
    await using checkout = await copyCheckout(shorterTimes)
    const { folder } = checkout
    const points = await foundFailPoints()
    // A few places each, or it takes minutes; one run after the other, each process would mostly wait.
    const share = (which: number): string[] => points.filter((_, index) => index % 4 === which)
    const alone = { ...calm, checkout: folder, strikes: true }
    const reports = await Promise.all([
      runSeed({ ...alone, seed: 101, points: share(0), keepsKeys: true }),
      runSeed({ ...alone, seed: 102, points: share(1), keepsKeys: false }),
    ])
    for (const report of reports) {
      expect(found(report), `seed ${report.seed}`).to.deep.equal({})
      expect(report.quiet, `seed ${report.seed} comes to rest`).to.equal(true)
      expect(report.missed, `seed ${report.seed}: places that killed nobody`).to.deep.equal([])
      expect(report.summary.rows, `seed ${report.seed} did something`).to.be.greaterThan(2)
    }
  })
})
