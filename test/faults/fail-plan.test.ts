import { expect } from 'chai'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gatewayFailPoints } from '../../gateway/fail-points.ts'
import { armFailPoints } from '../../observability/fail-points.ts'
import { makeDice } from './dice.ts'
import { failSpec, readActed } from './fail-plan.ts'
import { foundFailPoints } from './found-fail-points.ts'
import { goalPlan } from './goal-plan.ts'

describe('the plan of a chaos run', () => {
  it('finds the places of all three processes, and each that the gateway lists', async () => {
    const found = await foundFailPoints()
    expect(found).to.include.members([...gatewayFailPoints])
    expect(found.filter((name) => name.startsWith('supervisor.'))).to.not.deep.equal([])
    expect(found.filter((name) => name.startsWith('worker.'))).to.not.deep.equal([])
  })

  it('kills once at each place, in a form that the processes read', async () => {
    const points = await foundFailPoints()
    const spec = failSpec(points, makeDice(7))
    const kills = spec.split(',').filter((one) => one.includes(':kill:'))
    expect(kills.map((one) => one.split(':')[0])).to.deep.equal(points)
    expect(() => armFailPoints({ spec, logFile: '/nowhere' })).to.not.throw()
    armFailPoints({ spec: '', logFile: '' })
  })

  it('is the same for the same seed, and another for another', () => {
    const plan = (seed: number) => goalPlan(seed, makeDice(seed).fork('goals')).first(6)
    expect(plan(4)).to.deep.equal(plan(4))
    expect(plan(4).map(({ text }) => text)).to.not.deep.equal(plan(5).map(({ text }) => text))
    expect(failSpec(['a', 'b', 'c', 'd'], makeDice(1))).to.equal(failSpec(['a', 'b', 'c', 'd'], makeDice(1)))
  })

  it('reads what the places did, and no line of another form', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fail-plan-'))
    const file = join(folder, 'fail-points.log')
    expect(readActed(file)).to.deep.equal([])
    await writeFile(file, 'gateway.after-call:kill:2 123 2026-11-22T09:00:00.000Z\nsomething else\n')
    expect(readActed(file)).to.deep.equal([{ name: 'gateway.after-call', action: 'kill', pid: 123 }])
    await rm(folder, { recursive: true })
  })
})
