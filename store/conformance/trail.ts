import { expect } from 'chai'
import { RemitError } from '../../contracts/errors.ts'
import type { CreatePlace } from './place.ts'

const codeOf = async (answer: Promise<unknown>): Promise<string | null> => {
  try {
    await answer
    return null
  } catch (error) {
    return error instanceof RemitError ? error.code : String(error)
  }
}

export const trailConformance = (create: CreatePlace): void => {
  describe('trail', () => {
    it('keeps one value as one object, whatever the order of its fields', async () => {
      await using place = await create()
      const [store, other] = [await place.open(), await place.open()]
      const first = await store.putTrail('g', { amount: 30, order: 'Ä1042' })
      const again = await other.putTrail('g', { order: 'Ä1042', amount: 30.0 })
      expect(first.fresh).to.equal(true)
      expect(again).to.deep.equal({ digest: first.digest, fresh: false })
      expect(await other.getTrail('g', first.digest)).to.deep.equal({ amount: 30, order: 'Ä1042' })
    })

    it('agrees on one key where two replicas put the first object of a subject at once', async () => {
      await using place = await create()
      const handles = await Promise.all([place.open(), place.open()])
      const puts = await Promise.all(
        Array.from({ length: 10 }, async (_, i) => handles[i % 2]?.putTrail('g', 'text')),
      )
      expect(puts.filter((put) => put?.fresh)).to.have.length(1)
      expect(new Set(puts.map((put) => put?.digest)).size).to.equal(1)
    })

    it('names the same value differently for another subject, so that nothing can be guessed', async () => {
      await using place = await create()
      const store = await place.open()
      const [one, two] = [await store.putTrail('g', 'x'), await store.putTrail('h', 'x')]
      expect(one.digest).not.to.equal(two.digest)
      expect(await codeOf(store.getTrail('h', one.digest))).to.equal('UNREADABLE')
    })

    it('is unreadable for every replica once the key is destroyed, and for good', async () => {
      await using place = await create()
      const [store, other] = [await place.open(), await place.open()]
      const { digest } = await store.putTrail('g', 'x')
      const kept = await store.putTrail('h', 'x')
      expect(await other.getTrail('g', digest)).to.equal('x')
      expect(await store.eraseSubject('g')).to.equal(true)
      expect(await store.eraseSubject('g')).to.equal(false)
      expect(await codeOf(other.getTrail('g', digest))).to.equal('UNREADABLE')
      const fresh = await other.putTrail('g', 'x')
      expect(fresh.digest, 'a new key').not.to.equal(digest)
      expect(await codeOf(store.getTrail('g', digest))).to.equal('UNREADABLE')
      expect(await store.getTrail('h', kept.digest)).to.equal('x')
    })
  })
}
