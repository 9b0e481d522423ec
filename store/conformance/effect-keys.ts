import { expect } from 'chai'
import type { CreatePlace } from './place.ts'
import { noon } from './place.ts'

const since = '2026-08-24T12:00:00.000Z'
const nothing = { count: 0, amounts: {}, settled: 0, lastSettledAt: null }

export const effectKeysConformance = (create: CreatePlace): void => {
  describe('effect keys', () => {
    it('gives a key to one of 200 racing goals', async () => {
      await using place = await create()
      const handles = await Promise.all([place.open(), place.open()])
      const takes = Array.from({ length: 200 }, async (_, i) =>
        handles[i % 2]?.takeKey('shop.refund', '1042', { goal: `g${i}`, effect: `e${i}` }, since),
      )
      const answers = await Promise.all(takes)
      const winner = answers.findIndex((taken) => taken?.ok)
      expect(answers.filter((taken) => taken?.ok)).to.have.length(1)
      const losers = answers.filter((_, i) => i !== winner)
      const held = { ok: false, heldBy: { goal: `g${winner}`, effect: `e${winner}` } }
      expect(losers.every((taken) => JSON.stringify(taken) === JSON.stringify(held))).to.equal(true)
    })

    it('lets its holder take a key again, and another once it is free', async () => {
      await using place = await create()
      const store = await place.open()
      const [first, second] = [
        { goal: 'g1', effect: 'e1' },
        { goal: 'g2', effect: 'e2' },
      ]
      expect(await store.takeKey('t', 'k', first, since)).to.deep.equal({ ok: true, prior: nothing })
      expect((await store.takeKey('t', 'k', first, since)).ok).to.equal(true)
      await store.freeKey('t', 'k', 'e2', noon, null)
      expect((await store.takeKey('t', 'k', second, since)).ok, 'freed by its holder alone').to.equal(false)
      await store.freeKey('t', 'k', 'e1', noon, null)
      const taken = await store.takeKey('t', 'k', second, since)
      const prior = { count: 0, amounts: {}, settled: 1, lastSettledAt: noon }
      expect(taken).to.deep.equal({ ok: true, prior })
    })

    it('counts what other goals did under the key, each effect once', async () => {
      await using place = await create()
      const store = await place.open()
      for (const [goal, effect] of [
        ['g1', 'e1'],
        ['g2', 'e2'],
      ] as const) {
        await store.takeKey('t', 'k', { goal, effect }, since)
        await store.freeKey('t', 'k', effect, noon, { currency: 'EUR', amount: 1500n })
        await store.freeKey('t', 'k', effect, noon, { currency: 'EUR', amount: 1500n })
        await store.freeKey('t', 'k', effect, noon, null)
      }
      const other = await store.prior('t', 'k', 'g9', since)
      expect(other).to.deep.equal({ count: 2, amounts: { EUR: 3000n }, settled: 2, lastSettledAt: noon })
      expect((await store.prior('t', 'k', 'g1', since)).count, 'its own effect is no prior').to.equal(1)
      expect((await store.prior('t', 'k', 'g9', '2026-11-23T00:00:00.000Z')).count).to.equal(0)
      expect(await store.prior('t', 'other', 'g9', since)).to.deep.equal(nothing)
    })

    it('takes a late result after the key was freed', async () => {
      await using place = await create()
      const store = await place.open()
      await store.takeKey('t', 'k', { goal: 'g1', effect: 'e1' }, since)
      await store.freeKey('t', 'k', 'e1', noon, null)
      await store.takeKey('t', 'k', { goal: 'g2', effect: 'e2' }, since)
      await store.freeKey('t', 'k', 'e1', noon, { currency: 'EUR', amount: 5n })
      const prior = await store.prior('t', 'k', 'g2', since)
      expect(prior).to.deep.include({ count: 1, amounts: { EUR: 5n }, settled: 2 })
      const third = await store.takeKey('t', 'k', { goal: 'g3', effect: 'e3' }, since)
      expect(third).to.deep.equal({ ok: false, heldBy: { goal: 'g2', effect: 'e2' } })
    })
  })
}
