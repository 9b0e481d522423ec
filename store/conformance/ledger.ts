import { expect } from 'chai'
import type { CreatePlace } from './place.ts'
import { figures, money, rolling } from './ledger-values.ts'
import { noon } from './place.ts'

export const ledgerConformance = (create: CreatePlace): void => {
  describe('ledger', () => {
    it('reserves up to the limit and not one unit over it', async () => {
      await using place = await create()
      const store = await place.open()
      expect((await store.reserve('e1', 'g', noon, [money('w', 60n, 100n)])).ok).to.equal(true)
      const wanted = money('w', 41n, 100n)
      const refused = { ok: false, failed: wanted, left: 40n }
      expect(await store.reserve('e2', 'g', noon, [wanted])).to.deep.equal(refused)
      expect((await store.reserve('e2', 'g', noon, [money('w', 40n, 100n)])).ok).to.equal(true)
      expect(await figures(store)).to.deep.equal(['w 0 100'])
    })

    it('reserves nothing at all where one key fails', async () => {
      await using place = await create()
      const store = await place.open()
      const wanted = [money('z', 10n, 100n), money('m', 10n, 5n), money('a', 10n, 100n)]
      const held = await store.reserve('e1', 'g', noon, wanted)
      expect(held).to.deep.include({ ok: false, left: 5n })
      expect((await store.ledger()).filter((line) => line.held > 0n)).to.deep.equal([])
      expect(await store.holders('9999')).to.deep.equal([])
    })

    it('counts the same holder once', async () => {
      await using place = await create()
      const store = await place.open()
      const wanted = [money('w', 60n, 100n), money('c', 60n, 100n)]
      await store.reserve('e1', 'g', noon, wanted)
      const again = await store.reserve('e1', 'g', noon, wanted.toReversed())
      expect(again).to.deep.equal({ ok: true, warned: [] })
      expect(await figures(store)).to.deep.equal(['c 0 60', 'w 0 60'])
    })

    it('replaces what a holder had where it wants something else, or leaves it', async () => {
      await using place = await create()
      const store = await place.open()
      await store.reserve('e1', 'g', noon, [money('w', 60n, 100n)])
      expect((await store.reserve('e1', 'g', noon, [money('w', 101n, 100n)])).ok).to.equal(false)
      expect(await figures(store)).to.deep.equal(['w 0 60'])
      expect((await store.reserve('e1', 'g', noon, [money('w', 90n, 100n)])).ok).to.equal(true)
      expect(await figures(store)).to.deep.equal(['w 0 90'])
    })

    it('settles once: all, none, or what was really used', async () => {
      await using place = await create()
      const store = await place.open()
      for (const [holder, used] of [
        ['a', 'all'],
        ['b', 'none'],
      ] as const) {
        await store.reserve(holder, 'g', noon, [money(holder, 30n, 100n)])
        await store.settle(holder, used)
        await store.settle(holder, 'all')
      }
      await store.reserve('c', 'g', noon, [
        money('c', 30n, 100n),
        money('c', 5n, 9n, { kind: 'tokens', currency: '' }),
      ])
      await store.settle('c', [{ kind: 'money_moved', amount: 12n }])
      await store.settle('never', 'all')
      expect(await figures(store)).to.deep.equal(['a 30 0', 'b 0 0', 'c 12 0', 'c 0 0'])
    })

    it('tells what was used apart by currency, and records more than was held as it was', async () => {
      await using place = await create()
      const store = await place.open()
      await store.reserve('e', 'g', noon, [money('w', 10n, 50n), money('w', 10n, 50n, { currency: 'USD' })])
      await store.settle('e', [{ kind: 'money_moved', currency: 'USD', amount: 60n }])
      expect(await figures(store)).to.deep.equal(['w 0 0', 'w 60 0'])
      const more = await store.reserve('f', 'g', noon, [money('w', 1n, 50n, { currency: 'USD' })])
      expect(more).to.deep.include({ ok: false, left: 0n })
    })

    it('keeps days, currencies and kinds apart', async () => {
      await using place = await create()
      const store = await place.open()
      const others = [
        { day: '2026-11-23' },
        { currency: 'USD' },
        { kind: 'cost' as const },
        { period: 'all' as const, day: '' },
      ]
      const wanted = [money('w', 100n, 100n), ...others.map((other) => money('w', 100n, 100n, other))]
      expect((await store.reserve('e', 'g', noon, wanted)).ok).to.equal(true)
      expect(await store.ledger('w')).to.have.length(5)
      expect(await store.ledger('x')).to.deep.equal([])
    })

    it('slides a window of 30 days', async () => {
      await using place = await create()
      const store = await place.open()
      await store.reserve('e1', 'g', noon, [rolling('2026-11-01', 70n, 100n)])
      await store.settle('e1', 'all')
      const failing = rolling('2026-11-30', 31n, 100n)
      const refused = { ok: false, failed: failing, left: 30n }
      expect(await store.reserve('e2', 'g', noon, [failing])).to.deep.equal(refused)
      expect((await store.reserve('e2', 'g', noon, [rolling('2026-12-01', 31n, 100n)])).ok).to.equal(true)
      const late = await store.reserve('e3', 'g', noon, [rolling('2026-11-30', 1n, 100n)])
      expect(late, 'a late clock sees what later days hold').to.deep.include({ ok: false, left: 0n })
      const days = (await store.ledger('customer:')).map(({ day, used, held }) => [day, used, held])
      expect(days).to.deep.equal([
        ['2026-11-01', 70n, 0n],
        ['2026-12-01', 0n, 31n],
      ])
    })

    for (const period of ['day', '30d'] as const) {
      it(`never passes a cap (${period}) by one unit in 200 parallel reservations`, async () => {
        await using place = await create()
        const handles = await Promise.all([place.open(), place.open(), place.open(), place.open()])
        const holds = Array.from({ length: 200 }, async (_, i) =>
          handles[i % 4]?.reserve(`e${i}`, `g${i}`, noon, [
            money('company', 7n, 500n, { period }),
            money(`goal:${i % 40}`, 7n, 15n, { period }),
          ]),
        )
        const ok = (await Promise.all(holds)).filter((held) => held?.ok)
        expect(ok).to.have.length(71)
        const lines = await handles[0]?.ledger()
        expect(lines?.find(({ key }) => key === 'company')?.held).to.equal(497n)
        const goals = lines?.filter(({ key }) => key.startsWith('goal:')) ?? []
        expect(goals.reduce((sum, line) => sum + line.held, 0n)).to.equal(497n)
      })
    }

    it('lists who still holds something', async () => {
      await using place = await create()
      const store = await place.open()
      await store.reserve('old', 'g1', '2026-11-22T11:00:00.000Z', [money('w', 1n, 9n)])
      await store.reserve('new', 'g2', noon, [money('w', 1n, 9n)])
      const old = { holder: 'old', goal: 'g1', at: '2026-11-22T11:00:00.000Z' }
      expect(await store.holders(noon)).to.deep.equal([old])
      await store.settle('old', 'none')
      expect(await store.holders(noon)).to.deep.equal([])
    })

    it('settles what was forgotten, and not what was reserved again meanwhile', async () => {
      await using place = await create()
      const store = await place.open()
      const [early, late] = ['2026-11-22T11:00:00.000Z', '2026-11-22T13:00:00.000Z']
      await store.reserve('e', 'g', early, [money('w', 1n, 9n)])
      await store.reserve('e', 'g', late, [money('w', 1n, 9n)])
      await store.settle('e', 'none', noon)
      expect(await figures(store)).to.deep.equal(['w 0 1'])
      await store.settle('e', 'none', '9999')
      expect(await figures(store)).to.deep.equal(['w 0 0'])
    })

    it('refuses a negative amount', async () => {
      await using place = await create()
      const store = await place.open()
      for (const period of ['day', '30d'] as const) {
        const [outcome] = await Promise.allSettled([
          store.reserve('e', 'g', noon, [money('w', -1n, 9n, { period })]),
        ])
        expect(outcome?.status).to.equal('rejected')
      }
    })
  })
}
