import { expect } from 'chai'
import * as fc from 'fast-check'
import { ledgerDifference } from '../../store/ledger-difference.ts'
import type { LedgerLine, Reservation, Store } from '../../store/port.ts'
import { placeOf, toLine, usedOf } from '../../store/reservation-lines.ts'
import { firstDayOfWindow } from '../../store/rolling-days.ts'
import { memoryPlace } from '../../store/sqlite/temporary-place.ts'
import { withinWindows } from '../../store/within-windows.ts'
import { holdName } from './hold-name.ts'

/** Caps of every kind of key and period; small, so that stories run into them. */
const caps: {
  key: string
  kind: Reservation['kind']
  currency: string
  period: Reservation['period']
  limit: bigint
}[] = [
  { key: 'goal:g1', kind: 'money_moved', currency: 'EUR', period: 'all', limit: 50n },
  { key: 'goal:g2', kind: 'money_moved', currency: 'EUR', period: 'all', limit: 30n },
  { key: 'agent:a', kind: 'cost', currency: 'EUR', period: 'day', limit: 40n },
  { key: 'agent:a', kind: 'tokens', currency: '', period: '30d', limit: 70n },
  { key: 'workflow:w', kind: 'money_moved', currency: 'EUR', period: 'day', limit: 60n },
  { key: 'customer:c', kind: 'money_moved', currency: 'EUR', period: '30d', limit: 80n },
  { key: 'customer:c', kind: 'money_moved', currency: 'USD', period: '30d', limit: 20n },
  { key: 'company', kind: 'money_moved', currency: 'EUR', period: '30d', limit: 90n },
]
const dayOf = (offset: number): string =>
  new Date(Date.UTC(2026, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10)

type Move =
  | { do: 'take'; caps: number[]; amount: number; instead: number | null; dies: 'never' | 'before' | 'after' }
  | { do: 'settle'; which: number; used: 'all' | 'none' | 'half'; dies: boolean }
  | { do: 'again'; which: number }
  | { do: 'days'; by: number }
  | { do: 'sweep' }
const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('take' as const),
      caps: fc.uniqueArray(fc.nat(caps.length - 1), { minLength: 1, maxLength: 4 }),
      amount: fc.integer({ min: 1, max: 25 }),
      instead: fc.option(fc.nat(9)),
      dies: fc.constantFrom('never' as const, 'never' as const, 'before' as const, 'after' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      which: fc.nat(30),
      used: fc.constantFrom('all' as const, 'none' as const, 'half' as const),
      dies: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('again' as const), which: fc.nat(30) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('days' as const), by: fc.integer({ min: 1, max: 40 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
)

/** What the record would say: which holder took which lines, and how it was settled. */
type Entry = { holder: string; lines: Reservation[]; used: 'all' | 'none' | 'half' | null }
const usedBy = (entry: Entry, line: Reservation): bigint => {
  if (entry.used === null) return 0n
  const used = entry.used === 'half' ? halves(entry) : entry.used
  return usedOf(toLine(line), used)
}
const halves = (entry: Entry) =>
  [...new Set(entry.lines.map(({ kind, currency }) => `${kind} ${currency}`))].map((name) => {
    const [kind = '', currency = ''] = name.split(' ')
    const line = entry.lines.find((one) => one.kind === kind && one.currency === currency)
    return { kind, currency, amount: (line?.amount ?? 0n) / 2n }
  })
const recount = (log: Entry[]): LedgerLine[] => {
  const lines = new Map<string, LedgerLine>()
  for (const entry of log)
    for (const line of entry.lines) {
      const { amount, limit: _limit, ...place } = line
      const known = lines.get(placeOf(place)) ?? { ...place, used: 0n, held: 0n }
      const held = entry.used === null ? amount : 0n
      lines.set(placeOf(place), { ...known, used: known.used + usedBy(entry, line), held: known.held + held })
    }
  return [...lines.values()]
}
/** The most that any day's window holds of one cap, by the record alone. */
const mostIn = (log: Entry[], cap: (typeof caps)[number]): bigint => {
  const counted = recount(log).filter(
    (line) => placeOf({ ...line, day: '' }) === placeOf({ ...cap, day: '' }),
  )
  const sumOn = (day: string): bigint =>
    counted
      .filter((line) =>
        cap.period === '30d' ? line.day <= day && line.day >= firstDayOfWindow(day) : line.day === day,
      )
      .reduce((sum, { used, held }) => sum + used + held, 0n)
  return [...new Set(counted.map(({ day }) => day))].reduce(
    (most, day) => (sumOn(day) > most ? sumOn(day) : most),
    0n,
  )
}

const play = async (stores: Store[], moves: Move[]): Promise<void> => {
  const log: Entry[] = []
  /** reserved by whoever died before the commit */
  let orphans: string[] = []
  /** settled in the record, and not yet in the ledger */
  let late: Entry[] = []
  let day = 0
  const at = '2026-01-01T00:00:00.000Z'
  const open = (): Entry[] => log.filter(({ used }) => used === null)
  const settle = (entry: Entry): Promise<void> =>
    stores[0]!.settle(entry.holder, entry.used === 'half' ? halves(entry) : (entry.used ?? 'none'))
  const sweep = async (): Promise<void> => {
    for (const holder of orphans) await stores[1]!.settle(holder, 'none')
    for (const entry of late) await settle(entry)
    orphans = []
    late = []
  }
  for (const [index, one] of moves.entries()) {
    const store = stores[index % stores.length]!
    if (one.do === 'days') day += one.by
    if (one.do === 'sweep') await sweep()
    if (one.do === 'again') {
      const entry = open()[one.which % Math.max(1, open().length)]
      if (entry) expect((await store.reserve(entry.holder, 'g', at, entry.lines)).ok).to.equal(true)
    }
    if (one.do === 'settle') {
      const entry = open()[one.which % Math.max(1, open().length)]
      if (!entry) continue
      entry.used = one.used
      if (one.dies) late.push(entry)
      else await settle(entry)
    }
    if (one.do === 'take') {
      const lines = one.caps.map((at_): Reservation => {
        const cap = caps[at_]!
        return { ...cap, day: cap.period === 'all' ? '' : dayOf(day), amount: BigInt(one.amount) }
      })
      const instead = one.instead === null ? undefined : open()[one.instead % Math.max(1, open().length)]
      const holder = holdName(`h${index}`, { id: 'g', version: index }, lines.map(toLine))
      const held = await store.reserve(holder, 'g', at, lines, instead?.holder ?? null)
      if (!held.ok) continue
      if (one.dies === 'before') {
        orphans.push(holder)
        continue
      }
      log.push({ holder, lines, used: null })
      if (instead) {
        instead.used = 'none'
        if (one.dies === 'after') late.push(instead)
        else await settle(instead)
      }
    }
    for (const cap of caps) {
      const most = mostIn(log, cap)
      expect(most <= cap.limit, `${cap.key} ${cap.kind} ${cap.period}: ${most} over ${cap.limit}`).to.equal(
        true,
      )
    }
  }
  await sweep()
  const { left, right } = withinWindows(await stores[0]!.ledger(), recount(log))
  expect(ledgerDifference(left, right)).to.deep.equal([])
}

const runs = Number(process.env['REMIT_LEDGER_RUNS'] ?? 60)
const seed = Number(process.env['REMIT_TEST_SEED'] ?? Date.now() % 2 ** 31)

describe('the ledger, over all keys, windows, orders and crashes', function () {
  this.timeout(120_000)
  before(() => console.log(`      seed ${seed}`))

  it('never passes a cap by one unit, and is what a recount of the record gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 10, maxLength: 60, size: 'max' }), async (moves) => {
        await using place = await memoryPlace()
        await play([await place.open(), await place.open()], moves)
      }),
      { numRuns: runs, seed },
    )
  })
})
