import { expect } from 'chai'
import type { LedgerLine } from '../port.ts'
import { figures, money, rolling } from './ledger-values.ts'
import type { CreatePlace } from './place.ts'
import { noon } from './place.ts'

export const ledgerWarningsConformance = (create: CreatePlace): void => {
  describe('ledger: warnings, room, recount', () => {
    it('warns once a key and period when it reaches 80 %, however often it goes up and down', async () => {
      await using place = await create()
      const store = await place.open()
      const passing = money('w', 1n, 100n)
      const [silent, warned] = [
        { ok: true, warned: [] },
        { ok: true, warned: [passing] },
      ]
      expect(await store.reserve('e1', 'g', noon, [money('w', 79n, 100n)])).to.deep.equal(silent)
      expect(await store.reserve('e2', 'g', noon, [passing])).to.deep.equal(warned)
      expect(await store.reserve('e2', 'g', noon, [passing]), 'asked again').to.deep.equal(warned)
      expect(await store.reserve('e3', 'g', noon, [passing])).to.deep.equal(silent)
      await store.toldWarnings('e2')
      for (const holder of ['e1', 'e2', 'e3']) await store.settle(holder, 'none')
      expect(await store.reserve('e4', 'g', noon, [money('w', 90n, 100n)])).to.deep.equal(silent)
      const next = money('w', 90n, 100n, { day: '2026-11-23' })
      expect(await store.reserve('e5', 'g', noon, [next])).to.deep.equal({ ok: true, warned: [next] })
      const rolled = [rolling('2026-11-01', 80n, 100n), rolling('2026-11-20', 1n, 100n)]
      const later = rolling('2026-12-10', 99n, 100n)
      expect((await store.reserve('r1', 'g', noon, rolled.slice(0, 1))).ok).to.equal(true)
      await store.toldWarnings('r1')
      expect(await store.reserve('r2', 'g', noon, rolled.slice(1))).to.deep.equal(silent)
      expect(await store.reserve('r3', 'g', noon, [later])).to.deep.equal({ ok: true, warned: [later] })
    })

    it('gives a warning again that nobody came to tell', async () => {
      await using place = await create()
      const store = await place.open()
      const passing = money('w', 85n, 100n)
      await store.reserve('lost', 'g', noon, [passing])
      await store.settle('lost', 'none')
      expect(await store.reserve('e', 'g', noon, [passing])).to.deep.equal({ ok: true, warned: [passing] })
    })

    it('counts the room that another holder is about to leave, and no more than it has', async () => {
      await using place = await create()
      const store = await place.open()
      await store.reserve('a1', 'g', noon, [money('w', 30n, 50n)])
      const wanted = [money('w', 45n, 50n), money('c', 45n, 50n)]
      expect(await store.reserve('e1', 'g', noon, wanted)).to.deep.include({ ok: false, left: 20n })
      expect(await store.reserve('e1', 'g', noon, wanted, 'nobody')).to.deep.include({ ok: false })
      const over = [money('w', 51n, 50n)]
      expect(await store.reserve('e1', 'g', noon, over, 'a1')).to.deep.include({ ok: false, left: 50n })
      expect((await store.reserve('e1', 'g', noon, wanted, 'a1')).ok).to.equal(true)
      expect(await figures(store), 'both stand until the commit').to.deep.equal(['c 0 45', 'w 0 75'])
      await store.settle('a1', 'none')
      expect(await figures(store)).to.deep.equal(['c 0 45', 'w 0 45'])
    })

    it('is replaced by recomputed lines and answers what differed', async () => {
      await using place = await create()
      const store = await place.open()
      const wanted = [money('same', 5n, 9n), money('wrong', 5n, 9n), rolling('2026-11-22', 5n, 9n)]
      await store.reserve('e', 'g', noon, wanted)
      const before = await store.ledger()
      expect(await store.replaceLedger(before)).to.deep.equal([])
      const after: LedgerLine[] = before.map((line) =>
        line.key === 'wrong' ? { ...line, used: 5n, held: 0n } : line,
      )
      const [difference, ...more] = await store.replaceLedger(after)
      expect([difference?.before?.held, difference?.after?.used, more]).to.deep.equal([5n, 5n, []])
      expect(await store.ledger()).to.deep.equal(after)
    })

    it('is replaced together with who holds what in it', async () => {
      await using place = await create()
      const store = await place.open()
      await store.reserve('e', 'g', noon, [money('w', 5n, 9n)])
      const [lines, holders] = [await store.ledger(), await store.heldLines()]
      await store.reserve('lost', 'g', noon, [money('w', 2n, 9n)])
      expect(await store.replaceLedger(lines, holders)).to.have.length(1)
      expect(await store.heldLines()).to.deep.equal(holders)
      await store.settle('e', 'all')
      await store.settle('lost', 'all')
      expect(await figures(store)).to.deep.equal(['w 5 0'])
    })
  })
}
