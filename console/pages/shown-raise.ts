import type { Raised } from '../../contracts/events/raised.ts'
import { formatMoney, fromMinor } from '../../contracts/money.ts'

/** '10.00 EUR', '2 h', '5': by how much a budget was raised, for people. */
export const shownRaise = ({ kind, currency, amount }: Raised): string => {
  if (kind === 'money_moved' || kind === 'cost') return formatMoney(fromMinor(BigInt(amount), currency))
  return kind === 'wall_time' ? `${Number(amount) / 3_600_000} h` : amount
}
