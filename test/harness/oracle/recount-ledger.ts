import type { LedgerLine } from '../../../store/port.ts'
import type { Told } from './read-goals.ts'

type Line = Omit<LedgerLine, 'used' | 'held'> & { amount: bigint }
const placeOf = ({ key, kind, currency, period, day }: Omit<LedgerLine, 'used' | 'held'>): string =>
  [key, kind, currency, period, day].join('\n')

/** What each holder was given, by the event that opened it. */
const linesOf = (told: Told): Map<string, Line[]> => {
  const holders = new Map<string, Line[]>()
  for (const { data } of told.events)
    if ('reservations' in data && data.holder !== '')
      holders.set(
        data.holder,
        data.reservations.map((line) => ({ ...line, amount: BigInt(line.amount) })),
      )
  return holders
}

/** The ledger as the logs alone give it, counted here once more and not by the product's own recount. */
export const recountLedger = (goals: Iterable<Told>): LedgerLine[] => {
  const lines = new Map<string, LedgerLine>()
  for (const told of goals)
    for (const [id, wanted] of linesOf(told)) {
      const holder = told.state.holders[id]
      if (holder === undefined) continue
      const usedOf = ({ kind, amount }: Line): bigint => {
        if (holder.status === 'open' || holder.used === 'none') return 0n
        if (holder.used === 'all') return amount
        if (kind === 'tokens') return BigInt(holder.used.tokens)
        return kind === 'cost' ? BigInt(holder.used.cost) : 0n
      }
      for (const line of wanted) {
        const { amount, ...place } = line
        const known = lines.get(placeOf(place)) ?? { ...place, used: 0n, held: 0n }
        const open = holder.status === 'open' ? amount : 0n
        lines.set(placeOf(place), { ...known, used: known.used + usedOf(line), held: known.held + open })
      }
    }
  return [...lines.values()]
}
