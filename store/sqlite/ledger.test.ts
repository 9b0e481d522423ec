import { expect } from 'chai'
import fc from 'fast-check'
import type { Reservation, Store } from '../port.ts'
import { memoryPlace } from './temporary-place.ts'

const keys = ['company', 'workflow', 'goal'] as const
const limits = { company: 100n, workflow: 60n, goal: 25n }
const periods = { company: '30d', workflow: 'day', goal: 'all' } as const

type Step =
  | { do: 'reserve'; holder: string; keys: (typeof keys)[number][]; day: number; amount: bigint }
  | { do: 'settle'; holder: string; used: bigint | 'all' | 'none' }

const holder = fc.constantFrom('e1', 'e2', 'e3', 'e4', 'e5')
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('reserve' as const),
    holder,
    keys: fc.shuffledSubarray([...keys], { minLength: 1 }),
    day: fc.integer({ min: 1, max: 60 }),
    amount: fc.bigInt({ min: 0n, max: 30n }),
  }),
  fc.record({
    do: fc.constant('settle' as const),
    holder,
    used: fc.oneof(fc.bigInt({ min: 0n, max: 30n }), fc.constantFrom('all' as const, 'none' as const)),
  }),
)

const dayOf = (offset: number): string => new Date(Date.UTC(2026, 10, offset)).toISOString().slice(0, 10)

/** What each holder has at the moment: the test's own account of the truth. */
type Account = Map<string, bigint>

const run = async (store: Store, account: Account, item: Step): Promise<void> => {
  if (item.do === 'settle') {
    const held = account.get(item.holder) ?? 0n
    const used = typeof item.used === 'bigint' && item.used > held ? held : item.used
    await store.settle(item.holder, typeof used === 'bigint' ? [{ kind: 'cost', amount: used }] : used)
    account.delete(item.holder)
    return
  }
  const wanted = item.keys.map((key): Reservation => {
    const period = periods[key]
    const day = period === 'all' ? '' : dayOf(item.day)
    return { key, kind: 'cost', currency: 'EUR', period, day, amount: item.amount, limit: limits[key] }
  })
  const answer = await store.reserve(item.holder, 'g', '2026-11-22T12:00:00.000Z', wanted)
  if (answer.ok) account.set(item.holder, item.amount)
}

const overLimit = async (store: Store): Promise<string[]> => {
  const lines = await store.ledger()
  const rolling = lines.filter(({ key }) => key === 'company')
  const windows = rolling.map(({ day }) => {
    const first = new Date(Date.parse(day) - 29 * 86_400_000).toISOString().slice(0, 10)
    const inside = rolling.filter((line) => line.day >= first && line.day <= day)
    return inside.reduce((sum, { used, held }) => sum + used + held, 0n)
  })
  const single = lines.filter(({ key, used, held }) => {
    const limit = keys.find((name) => name === key)
    return limit !== undefined && limit !== 'company' && used + held > limits[limit]
  })
  const negative = lines.filter(({ used, held }) => used < 0n || held < 0n)
  return [
    ...windows.filter((sum) => sum > limits.company).map((sum) => `window ${sum}`),
    ...single.map(({ key }) => `over ${key}`),
    ...negative.map(({ key }) => `negative ${key}`),
  ]
}

describe('ledger, in any order', () => {
  it('is never over a limit, and holds nothing once all is settled', async function () {
    this.timeout(20_000)
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        await using place = await memoryPlace()
        const store = await place.open()
        const account: Account = new Map()
        for (const item of steps) {
          await run(store, account, item)
          expect(await overLimit(store)).to.deep.equal([])
        }
        for (const name of ['e1', 'e2', 'e3', 'e4', 'e5']) await store.settle(name, 'none')
        const held = (await store.ledger()).filter((line) => line.held !== 0n)
        expect(held).to.deep.equal([])
        expect(await store.holders('9999')).to.deep.equal([])
      }),
      { numRuns: 150 },
    )
  })
})
