import { expect } from 'chai'
import { RemitError } from '../../contracts/errors.ts'
import type { CreatePlace } from './place.ts'
import { commitOf } from './place.ts'

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

    it('keeps a staged object with the commit that carries it, and not where that commit came too late', async () => {
      await using place = await create()
      const [store, other] = [await place.open(), await place.open()]
      const staged = await store.stageTrail('g', { text: 'x' })
      expect(await codeOf(store.getTrail('g', staged.digest)), 'before').to.equal('UNREADABLE')
      const late = await store.stageTrail('g', { text: 'late' })
      expect((await store.append({ ...commitOf('g', 0, ['a']), trail: [staged] })).ok).to.equal(true)
      expect((await other.append({ ...commitOf('g', 0, ['late']), trail: [late] })).ok).to.equal(false)
      expect(await other.getTrail('g', staged.digest)).to.deep.equal({ text: 'x' })
      expect(await codeOf(other.getTrail('g', late.digest)), 'of a commit that lost').to.equal('UNREADABLE')
      expect(await other.putTrail('g', { text: 'x' })).to.deep.equal({ digest: staged.digest, fresh: false })
      expect((await store.append({ ...commitOf('g', 1, ['b']), trail: [staged] })).ok, 'again').to.equal(true)
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
