import { expect } from 'chai'
import { toRemitError } from '../../contracts/errors.ts'
import type { CreatePlace } from './place.ts'
import { commitOf, viewOf } from './place.ts'

const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'readable',
    (error: unknown) => toRemitError(error).code,
  )

export const subjectsConformance = (create: CreatePlace): void => {
  describe('data subjects', () => {
    it('take the content of every goal that is about them, and no other', async () => {
      await using place = await create()
      const [store, other] = [await place.open(), await place.open()]
      const [one, two, three] = [
        await store.putTrail('g1', 'Ada'),
        await store.putTrail('g2', 'Ada'),
        await store.putTrail('g3', 'Bob'),
      ]
      expect(await store.bindSubject('g1', 'C17')).to.equal(true)
      expect(await store.bindSubject('g1', 'C17'), 'known').to.equal(false)
      await other.bindSubject('g2', 'C17')
      await store.bindSubject('g3', 'C18')
      expect(await other.getTrail('g1', one.digest), 'the digest stays').to.equal('Ada')
      expect(await store.putTrail('g1', 'Ada')).to.deep.equal({ digest: one.digest, fresh: false })
      const ref = await store.blind('C17')
      expect(ref).not.to.contain('C17')
      expect(await other.boundTo(ref)).to.have.members(['g1', 'g2'])
      const erased = await store.eraseDataSubject(ref, ['C17'])
      expect(erased.ok && erased.subjects).to.have.members(['g1', 'g2'])
      expect(await codeOf(other.getTrail('g1', one.digest))).to.equal('UNREADABLE')
      expect(await codeOf(other.getTrail('g2', two.digest))).to.equal('UNREADABLE')
      expect(await other.trailOf('g1')).to.equal(null)
      expect(await other.getTrail('g3', three.digest)).to.equal('Bob')
      expect(await store.eraseDataSubject(ref, ['C17']), 'again').to.deep.equal({ ok: true, subjects: [] })
    })

    it('share a goal: the erasure of either takes it', async () => {
      for (const name of ['C1', 'C2']) {
        await using place = await create()
        const store = await place.open()
        const { digest } = await store.putTrail('g', 'both')
        await store.bindSubject('g', 'C1')
        await store.bindSubject('g', 'C2')
        expect(await store.getTrail('g', digest)).to.equal('both')
        await store.eraseDataSubject(await store.blind(name), [name])
        expect(await codeOf(store.getTrail('g', digest)), name).to.equal('UNREADABLE')
      }
    })

    it('are a goal itself where nobody else is known', async () => {
      await using place = await create()
      const store = await place.open()
      const { digest } = await store.putTrail('g', 'text')
      const erased = await store.eraseDataSubject(await store.blind('g'), ['g'])
      expect(erased).to.deep.equal({ ok: true, subjects: ['g'] })
      expect(await codeOf(store.getTrail('g', digest))).to.equal('UNREADABLE')
    })

    it('stay whole while a goal about them is open', async () => {
      await using place = await create()
      const store = await place.open()
      const { digest } = await store.putTrail('g', 'text')
      await store.bindSubject('g', 'C1')
      await store.append({ ...commitOf('g', 0, ['a']), view: viewOf('g', 1) })
      const ref = await store.blind('C1')
      expect(await store.eraseDataSubject(ref, ['C1'])).to.deep.equal({ ok: false, open: ['g'] })
      expect(await store.getTrail('g', digest)).to.equal('text')
      const ended = viewOf('g', 2, { status: 'ended', ended: '2026-11-22T12:00:00.000Z' })
      await store.append({ ...commitOf('g', 1, ['b']), view: ended })
      expect((await store.eraseDataSubject(ref, ['C1'])).ok).to.equal(true)
      expect(await codeOf(store.getTrail('g', digest))).to.equal('UNREADABLE')
    })

    it('begin anew after their erasure, under another key', async () => {
      await using place = await create()
      const store = await place.open()
      const ref = await store.blind('C1')
      await store.bindSubject('g', 'C1')
      await store.eraseDataSubject(ref, ['C1'])
      const { digest } = await store.putTrail('h', 'new')
      await store.bindSubject('h', 'C1')
      expect(await store.getTrail('h', digest)).to.equal('new')
      expect(await store.boundTo(ref)).to.deep.equal(['h'])
    })

    it('give all of their objects in the order in which they came', async () => {
      await using place = await create()
      const store = await place.open()
      const first = await store.putTrail('g', { b: 1 })
      const second = await store.putTrail('g', 'two')
      const found = await store.trailOf('g')
      expect(found?.objects.map(({ digest, content }) => [digest, content])).to.deep.equal([
        [first.digest, { b: 1 }],
        [second.digest, 'two'],
      ])
      expect(Buffer.from(found?.address ?? '', 'base64')).to.have.length(32)
    })
  })
}
