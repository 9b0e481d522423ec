import { minorOf, type Money } from '../../../contracts/money.ts'
import type { LedgerLine } from '../../../store/port.ts'
import type { Told } from './read-goals.ts'

type Line = Omit<LedgerLine, 'used' | 'held'> & { amount: bigint }
const kinds = ['tokens', 'cost', 'tool_calls', 'handoffs', 'money_moved'] as const
const placeOf = ({ key, kind, currency, period, day }: Omit<LedgerLine, 'used' | 'held'>): string =>
  [key, kind, currency, period, day].join('\n')

/** What each holder was given, by the events that opened it: claims carry their lines, a waiting approval holds the goal's cap. */
const linesOf = (told: Told): Map<string, Line[]> => {
  const holders = new Map<string, Line[]>()
  const own = (amount: Money): Line => ({
    key: `goal:${told.id}`,
    kind: 'money_moved',
    currency: amount.currency,
    period: 'all',
    day: '',
    amount: minorOf(amount),
  })
  for (const event of told.events) {
    if (event.type === 'EffectStarted' && event.data.reservations.length > 0)
      holders.set(
        `${event.data.effect}.c${event.data.claim}`,
        event.data.reservations.map((line) => ({ ...line, amount: BigInt(line.amount) })),
      )
    if (event.type === 'ApprovalRequested' && event.data.amount !== null)
      holders.set(event.data.approval, [own(event.data.amount)])
    if (event.type === 'ApprovalEdited' && event.data.amount !== null)
      holders.set(`${event.data.approval}.e${event.meta.version}`, [own(event.data.amount)])
  }
  return holders
}

/**
 * The ledger as the logs alone give it. Tokens and cost are not recounted: the playbooks of a test spend none, so that
 * any line of them is a difference.
 */
export const recountLedger = (goals: Iterable<Told>): LedgerLine[] => {
  const lines = new Map<string, LedgerLine>()
  for (const told of goals)
    for (const [id, wanted] of linesOf(told)) {
      const holder = told.state.holders[id]
      if (holder === undefined) continue
      for (const { amount, ...place } of wanted) {
        const known = lines.get(placeOf(place)) ?? { ...place, used: 0n, held: 0n }
        const kept = holder.status === 'settled' && holder.used !== 'none' ? amount : 0n
        const open = holder.status === 'open' ? amount : 0n
        lines.set(placeOf(place), { ...known, used: known.used + kept, held: known.held + open })
      }
    }
  return [...lines.values()].filter(({ kind }) => kinds.includes(kind))
}
