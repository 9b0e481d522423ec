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
        handles[i % 2]?.takeKey(
          'shop.refund',
          '1042',
          { goal: `g${i}`, effect: `e${i}`, seen: 1 },
          noon,
          since,
        ),
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
        { goal: 'g1', effect: 'e1', seen: 1 },
        { goal: 'g2', effect: 'e2', seen: 1 },
      ]
      expect(await store.takeKey('t', 'k', first, noon, since)).to.deep.equal({ ok: true, prior: nothing })
      expect((await store.takeKey('t', 'k', first, noon, since)).ok).to.equal(true)
      await store.freeKey('t', 'k', { goal: 'g2', effect: 'e2', asOf: 2 }, noon, null)
      expect((await store.takeKey('t', 'k', second, noon, since)).ok, 'freed by its holder alone').to.equal(
        false,
      )
      await store.freeKey('t', 'k', { goal: 'g1', effect: 'e1', asOf: 2 }, noon, null)
      const taken = await store.takeKey('t', 'k', second, noon, since)
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
        await store.takeKey('t', 'k', { goal, effect, seen: 1 }, noon, since)
        await store.freeKey('t', 'k', { goal, effect, asOf: 2 }, noon, { currency: 'EUR', amount: 1500n })
        await store.freeKey('t', 'k', { goal, effect, asOf: 2 }, noon, { currency: 'EUR', amount: 1500n })
        await store.freeKey('t', 'k', { goal, effect, asOf: 2 }, noon, null)
      }
      const other = await store.prior('t', 'k', 'g9', since)
      expect(other).to.deep.equal({ count: 2, amounts: { EUR: 3000n }, settled: 2, lastSettledAt: noon })
      expect((await store.prior('t', 'k', 'g1', since)).count, 'its own effect is no prior').to.equal(1)
      expect((await store.prior('t', 'k', 'g9', '2026-11-23T00:00:00.000Z')).count).to.equal(0)
      expect(await store.prior('t', 'other', 'g9', since)).to.deep.equal(nothing)
    })

    it('is not freed by what is said of an older claim of the same effect', async () => {
      await using place = await create()
      const store = await place.open()
      const other = { goal: 'g2', effect: 'e2', seen: 1 }
      await store.takeKey('t', 'k', { goal: 'g1', effect: 'e1', seen: 4 }, noon, since)
      // Claimed again on version 7, while somebody still reports what version 7 settled.
      await store.takeKey('t', 'k', { goal: 'g1', effect: 'e1', seen: 7 }, noon, since)
      // A replica that is behind takes it too, and gives it back when its commit is refused.
      await store.takeKey('t', 'k', { goal: 'g1', effect: 'e1', seen: 5 }, noon, since)
      await store.freeKey('t', 'k', { goal: 'g1', effect: 'e1', asOf: 7 }, noon, null)
      await store.freeKey('t', 'k', { goal: 'g1', effect: 'e1', asOf: 6 }, noon, null)
      expect((await store.takeKey('t', 'k', other, noon, since)).ok).to.equal(false)
      await store.freeKey('t', 'k', { goal: 'g1', effect: 'e1', asOf: 8 }, noon, null)
      expect((await store.takeKey('t', 'k', other, noon, since)).ok).to.equal(true)
    })

    it('lists what is held too long, and frees it unless it was taken again meanwhile', async () => {
      await using place = await create()
      const store = await place.open()
      const [early, late] = ['2026-11-22T11:00:00.000Z', '2026-11-22T13:00:00.000Z']
      await store.takeKey('t', 'old', { goal: 'g1', effect: 'e1', seen: 1 }, early, since)
      await store.takeKey('t', 'new', { goal: 'g2', effect: 'e2', seen: 1 }, noon, since)
      const [held] = await store.heldKeys(noon)
      expect(held).to.include({ tool: 't', goal: 'g1', effect: 'e1' })
      expect(held?.key, 'a key holds arguments').not.to.contain('old')
      const free = (takenBefore: string) =>
        store.freeKey('t', held?.key ?? '', { goal: 'g1', effect: 'e1', asOf: 9 }, noon, null, takenBefore)
      await store.takeKey('t', 'old', { goal: 'g1', effect: 'e1', seen: 1 }, late, since)
      await free(noon)
      expect(await store.heldKeys('9999')).to.have.length(2)
      await free('9999')
      expect(await store.heldKeys('9999')).to.have.length(1)
    })

    it('takes a late result after the key was freed', async () => {
      await using place = await create()
      const store = await place.open()
      await store.takeKey('t', 'k', { goal: 'g1', effect: 'e1', seen: 1 }, noon, since)
      await store.freeKey('t', 'k', { goal: 'g1', effect: 'e1', asOf: 2 }, noon, null)
      await store.takeKey('t', 'k', { goal: 'g2', effect: 'e2', seen: 1 }, noon, since)
      await store.freeKey('t', 'k', { goal: 'g1', effect: 'e1', asOf: 2 }, noon, {
        currency: 'EUR',
        amount: 5n,
      })
      const prior = await store.prior('t', 'k', 'g2', since)
      expect(prior).to.deep.include({ count: 1, amounts: { EUR: 5n }, settled: 2 })
      const third = await store.takeKey('t', 'k', { goal: 'g3', effect: 'e3', seen: 1 }, noon, since)
      expect(third).to.deep.equal({ ok: false, heldBy: { goal: 'g2', effect: 'e2' } })
    })
  })
}
