import type { LedgerLine } from './port.ts'
import { placeOf } from './reservation-lines.ts'

type Difference = { before: LedgerLine | null; after: LedgerLine | null }

/** A line of nothing used and nothing held says the same as no line. */
const byPlace = (lines: LedgerLine[]): Map<string, LedgerLine> =>
  new Map(lines.filter(({ used, held }) => used !== 0n || held !== 0n).map((line) => [placeOf(line), line]))

/** The lines in which two ledgers differ, in the order of their keys; empty where they agree. */
export const ledgerDifference = (before: LedgerLine[], after: LedgerLine[]): Difference[] => {
  const [left, right] = [byPlace(before), byPlace(after)]
  const places = [...new Set([...left.keys(), ...right.keys()])].toSorted()
  return places
    .map((place) => ({ before: left.get(place) ?? null, after: right.get(place) ?? null }))
    .filter((pair) => pair.before?.used !== pair.after?.used || pair.before?.held !== pair.after?.held)
}
