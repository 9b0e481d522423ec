import { expect } from 'chai'
import { hashEvent } from '../hash-chain.ts'
import type { Store } from '../port.ts'
import type { CreatePlace } from './place.ts'
import { commitOf, noon, viewOf } from './place.ts'

const versionsOf = async (store: Store, log: string): Promise<number[]> =>
  (await store.load(log)).map(({ version }) => version)

export const recordConformance = (create: CreatePlace): void => {
  describe('record', () => {
    it('gives the events of a commit their places and chains them', async () => {
      await using place = await create()
      const store = await place.open()
      await store.append(commitOf('g', 0, ['a', 'b']))
      const appended = await store.append(commitOf('g', 2, ['c']))
      const events = await store.load('g')
      expect(events.map(({ id }) => id)).to.deep.equal(['g@1', 'g@2', 'g@3'])
      expect(events.map(({ prev }) => prev)).to.deep.equal(['', events[0]?.hash, events[1]?.hash])
      expect(events.every((event) => event.hash === hashEvent(event))).to.equal(true)
      expect(appended).to.deep.equal({ ok: true, events: events.slice(2) })
    })

    it('refuses a commit that saw an older version, and says the current one', async () => {
      await using place = await create()
      const store = await place.open()
      await store.append(commitOf('g', 0, ['a', 'b']))
      const refused = { ok: false, conflict: true, version: 2 }
      expect(await store.append(commitOf('g', 0, ['late']))).to.deep.equal(refused)
      expect(await store.append(commitOf('g', 1, ['late']))).to.deep.equal(refused)
      expect(await store.append(commitOf('g', 3, ['early']))).to.deep.equal(refused)
      expect(await versionsOf(store, 'g')).to.deep.equal([1, 2])
    })

    it('names the logs that changed since a time, the newest first', async () => {
      await using place = await create()
      const store = await place.open()
      const at = (minute: number): string => `2026-11-22T12:0${minute}:00.000Z`
      for (const [minute, log] of ['old', 'g', 'h', 'g'].entries())
        await store.append(commitOf(log, minute === 3 ? 1 : 0, ['x'], { at: at(minute) }))
      expect(await store.changedSince(at(1))).to.deep.equal(['g', 'h'])
      expect(await store.changedSince(at(4))).to.deep.equal([])
    })

    it('lets one of many racing replicas win, and leaves no gap', async () => {
      await using place = await create()
      const handles = await Promise.all([place.open(), place.open(), place.open()])
      for (let expected = 0; expected < 10; expected += 1) {
        const tries = handles.map((store, i) => store.append(commitOf('hot', expected, [`${i}`])))
        expect((await Promise.all(tries)).filter(({ ok }) => ok)).to.have.length(1)
      }
      for (const store of handles)
        expect(await versionsOf(store, 'hot')).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    })

    it('loses nothing where neighbours of one moment fail', async () => {
      await using place = await create()
      const store = await place.open()
      const broken = commitOf('b', 0, [], { events: [{ type: 'Noted', v: 1, data: { no: Number.NaN } }] })
      const settled = await Promise.allSettled([
        store.append(commitOf('a', 0, ['x'])),
        store.append(broken),
        store.append(commitOf('c', 0, ['x', 'y'])),
      ])
      expect(settled.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled'])
      expect(await versionsOf(store, 'a')).to.deep.equal([1])
      expect(await versionsOf(store, 'b')).to.deep.equal([])
      expect(await versionsOf(store, 'c')).to.deep.equal([1, 2])
    })

    it('refuses what it could not load again', async () => {
      await using place = await create()
      const store = await place.open()
      for (const wrong of [
        { at: 'yesterday' },
        { cause: '' },
        { events: [{ type: 'Noted', v: 0, data: {} }] },
      ]) {
        const [outcome] = await Promise.allSettled([store.append(commitOf('g', 0, ['a'], wrong))])
        expect(outcome?.status, JSON.stringify(wrong)).to.equal('rejected')
      }
      expect(await store.load('g')).to.deep.equal([])
    })

    it('keeps nothing of a commit of which one part cannot be kept', async () => {
      await using place = await create()
      const store = await place.open()
      const data: Record<string, unknown> = { amount: 1n }
      const timer = { set: { id: 't', log: 'g', due: noon, kind: 'lease', data } }
      const settled = await Promise.allSettled([
        store.append(commitOf('g', 0, ['a'], { view: viewOf('g', 1), timers: [timer] })),
      ])
      expect(settled[0]?.status).to.equal('rejected')
      expect(await store.load('g')).to.deep.equal([])
      expect(await store.view('g')).to.equal(null)
      expect(await store.logs()).to.deep.equal([])
    })

    it('finds the events that a command led to, in its own log alone', async () => {
      await using place = await create()
      const store = await place.open()
      await store.append(commitOf('g', 0, ['a', 'b'], { cause: 'one' }))
      await store.append(commitOf('g', 2, ['c'], { cause: 'two' }))
      await store.append(commitOf('h', 0, ['d'], { cause: 'two' }))
      expect((await store.byCause('g', 'one')).map(({ id }) => id)).to.deep.equal(['g@1', 'g@2'])
      expect((await store.byCause('g', 'two')).map(({ id }) => id)).to.deep.equal(['g@3'])
      expect(await store.byCause('g', 'three')).to.deep.equal([])
    })

    it('loads what follows a version, also inside a commit', async () => {
      await using place = await create()
      const store = await place.open()
      await store.append(commitOf('g', 0, ['a', 'b', 'c']))
      await store.append(commitOf('g', 3, ['d']))
      expect((await store.load('g', 1)).map(({ version }) => version)).to.deep.equal([2, 3, 4])
      expect(await store.load('g', 4)).to.deep.equal([])
    })

    it('lists the logs page by page with their heads', async () => {
      await using place = await create()
      const store = await place.open()
      for (const log of ['c', 'a', 'b']) await store.append(commitOf(log, 0, ['x']))
      const [first, second] = [await store.logs('', 2), await store.logs('b', 2)]
      expect([...first, ...second].map(({ log }) => log)).to.deep.equal(['a', 'b', 'c'])
      expect(first[0]?.hash).to.equal((await store.load('a'))[0]?.hash)
    })

    it('tells which heads moved since a position', async () => {
      await using place = await create()
      const [store, other] = [await place.open(), await place.open()]
      await store.append(commitOf('a', 0, ['x']))
      await store.append(commitOf('b', 0, ['x']))
      const start = await store.headsSince('')
      expect(start.heads.map(({ log }) => log)).to.deep.equal(['a', 'b'])
      await other.append(commitOf('b', 1, ['y']))
      const next = await store.headsSince(start.position)
      expect(next.heads.map(({ log, version }) => [log, version])).to.deep.equal([['b', 2]])
      expect((await store.headsSince(next.position)).heads).to.deep.equal([])
    })

    it('knows the newest time of the record, whatever came after it', async () => {
      await using place = await create()
      const store = await place.open()
      expect(await store.newest()).to.equal(null)
      await store.append(commitOf('a', 0, ['x'], { at: '2026-11-23T00:00:00.000Z' }))
      await store.append(commitOf('b', 0, ['x'], { at: noon }))
      expect(await store.newest()).to.equal('2026-11-23T00:00:00.000Z')
    })
  })
}
