import type { LedgerLine } from './port.ts'
import { firstDayOfWindow } from './rolling-days.ts'

const nameOf = ({ key, kind, currency }: LedgerLine): string => [key, kind, currency].join('\u0000')

/**
 * The lines of two ledgers without the days of rolling windows that no window can reach any more: a ledger drops those
 * as it goes, the logs keep them for ever.
 */
export const withinWindows = (
  left: readonly LedgerLine[],
  right: readonly LedgerLine[],
): { left: LedgerLine[]; right: LedgerLine[] } => {
  const newest = new Map<string, string>()
  for (const line of [...left, ...right])
    if (line.period === '30d' && line.day > (newest.get(nameOf(line)) ?? ''))
      newest.set(nameOf(line), line.day)
  const reached = (line: LedgerLine): boolean => {
    const last = newest.get(nameOf(line))
    if (line.period !== '30d' || last === undefined || line.held !== 0n) return true
    return line.day >= firstDayOfWindow(firstDayOfWindow(last))
  }
  return { left: left.filter(reached), right: right.filter(reached) }
}
