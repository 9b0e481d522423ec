import { expect } from 'chai'
import type { Timer } from '../port.ts'
import type { CreatePlace } from './place.ts'
import { commitOf, noon } from './place.ts'

const at = (minute: number): string => `2026-11-22T12:${String(minute).padStart(2, '0')}:00.000Z`
const timer = (id: string, minute: number): { set: Timer } => ({
  set: { id, log: 'g', due: at(minute), kind: 'lease', data: { minute } },
})

export const timersConformance = (create: CreatePlace): void => {
  describe('timers', () => {
    it('are set, moved and cleared by commits', async () => {
      await using place = await create()
      const store = await place.open()
      await store.append(commitOf('g', 0, ['a'], { timers: [timer('x', 5), timer('y', 3), timer('z', 4)] }))
      expect(await store.nextTimer()).to.equal(at(3))
      await store.append(commitOf('g', 1, ['b'], { timers: [timer('y', 9), { clear: 'z' }] }))
      expect(await store.nextTimer()).to.equal(at(5))
      const due = await store.claimTimers(at(9), 10, 100)
      expect(due).to.deep.equal([timer('x', 5).set, timer('y', 9).set])
    })

    it('are not set by a commit that lost its race', async () => {
      await using place = await create()
      const store = await place.open()
      await store.append(commitOf('g', 0, ['a']))
      await store.append(commitOf('g', 0, ['b'], { timers: [timer('x', 1)] }))
      expect(await store.nextTimer()).to.equal(null)
    })

    it('are claimed by one replica alone, each once', async () => {
      await using place = await create()
      const handles = await Promise.all([place.open(), place.open()])
      const timers = Array.from({ length: 40 }, (_, i) => timer(`t${i}`, 1))
      await handles[0]?.append(commitOf('g', 0, ['a'], { timers }))
      const claims = Array.from({ length: 20 }, async (_, i) => handles[i % 2]?.claimTimers(at(2), 30, 3))
      const claimed = (await Promise.all(claims)).flatMap((found) => found ?? []).map(({ id }) => id)
      expect(claimed).to.have.length(40)
      expect(new Set(claimed).size).to.equal(40)
    })

    it('come again when a claim has run out, not before', async () => {
      await using place = await create()
      const store = await place.open()
      await store.append(commitOf('g', 0, ['a'], { timers: [timer('x', 0)] }))
      expect(await store.claimTimers(noon, 30, 10)).to.have.length(1)
      expect(await store.claimTimers('2026-11-22T12:00:29.999Z', 30, 10)).to.deep.equal([])
      expect(await store.nextTimer()).to.equal('2026-11-22T12:00:30.000Z')
      expect(await store.claimTimers('2026-11-22T12:00:30.000Z', 30, 10)).to.deep.equal([timer('x', 0).set])
    })

    it('are moved and cleared by their id, and say whether they were there', async () => {
      await using place = await create()
      const store = await place.open()
      await store.append(commitOf('g', 0, ['a'], { timers: [timer('x', 1)] }))
      await store.claimTimers(at(1), 600, 1)
      expect(await store.moveTimer('x', at(7))).to.equal(true)
      expect(await store.moveTimer('never', at(7))).to.equal(false)
      expect(await store.nextTimer(), 'a move ends the claim').to.equal(at(7))
      await store.clearTimer('x')
      expect(await store.nextTimer()).to.equal(null)
    })
  })
}
