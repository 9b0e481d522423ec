import { expect } from 'chai'
import type { CreatePlace } from './place.ts'
import { commitOf, noon, viewOf } from './place.ts'

const tomorrow = '2099-01-01T00:00:00.000Z'
const never = '2000-01-01T00:00:00.000Z'

export const retentionConformance = (create: CreatePlace): void => {
  describe('retention', () => {
    it('removes old objects of goals that have ended, and none of those that are open', async () => {
      await using place = await create()
      const store = await place.open()
      const ended = viewOf('over', 1, { status: 'ended', ended: noon })
      await store.append({ ...commitOf('over', 0, ['a']), view: ended })
      await store.append({ ...commitOf('open', 0, ['a']), view: viewOf('open', 1) })
      for (const goal of ['over', 'open']) await store.putTrail(goal, 'text')
      expect(await store.expire({ trail: never, dead: never, logs: [] })).to.deep.equal({
        objects: 0,
        letters: 0,
      })
      expect((await store.expire({ trail: tomorrow, dead: never, logs: [] })).objects).to.equal(1)
      expect((await store.trailOf('over'))?.objects).to.deep.equal([])
      expect((await store.trailOf('open'))?.objects).to.have.length(1)
    })

    it('removes dead letters that were kept long enough', async () => {
      await using place = await create()
      const store = await place.open()
      const letter = {
        goal: null,
        retried: null,
        subject: 's',
        stream: 'S',
        code: 'SCHEMA',
        attempts: 1,
        size: 1,
      }
      await store.putDead({ id: 'd_1', at: noon, ...letter }, 'old')
      await store.putDead({ id: 'd_2', at: tomorrow, ...letter }, 'new')
      const before = '2030-01-01T00:00:00.000Z'
      expect((await store.expire({ trail: never, dead: before, logs: [] })).letters).to.equal(1)
      expect((await store.deadLetters()).map(({ id }) => id)).to.deep.equal(['d_2'])
      expect((await store.deadLetter('d_2'))?.content).to.equal('new')
      await store.dropDead(['d_2'])
      expect(await store.deadLetter('d_2')).to.equal(null)
    })

    it('knows goals that ended before, and removes such a log as a whole', async () => {
      await using place = await create()
      const store = await place.open()
      const ended = viewOf('over', 1, { status: 'ended', ended: noon })
      await store.append({ ...commitOf('over', 0, ['a']), view: ended })
      await store.append({ ...commitOf('open', 0, ['a']), view: viewOf('open', 1) })
      expect(await store.logsEndedBefore(noon)).to.deep.equal([])
      expect(await store.logsEndedBefore(tomorrow)).to.deep.equal(['over'])
      await store.expire({ trail: never, dead: never, logs: ['over'] })
      expect((await store.logs()).map(({ log }) => log)).to.deep.equal(['open'])
      expect(await store.load('over')).to.deep.equal([])
      expect(await store.view('over')).to.equal(null)
    })
  })

  describe('the master key', () => {
    it('changes while other replicas go on reading and writing', async () => {
      await using place = await create()
      const [store, other] = [await place.open(), await place.open()]
      const { digest } = await store.putTrail('g', 'before')
      await store.bindSubject('g', 'C1')
      const ref = await store.blind('C1')
      await other.getTrail('g', digest)
      await store.rotateMaster()
      expect(await other.getTrail('g', digest)).to.equal('before')
      expect(await other.blind('C1')).to.equal(ref)
      const after = await other.putTrail('h', 'after')
      expect(await store.getTrail('h', after.digest)).to.equal('after')
      await other.rotateMaster()
      expect(await (await place.open()).getTrail('g', digest)).to.equal('before')
    })
  })
}
