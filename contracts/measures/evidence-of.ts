import { minorOf, type Money } from '../money.ts'
import type { Evidence } from './evidence.ts'
import type { DecidedSuggestion, GoalOutcome } from './goal-outcome.ts'
import { wilson } from './wilson.ts'

/** Suggestions count for 90 days. */
export const evidenceMs = 90 * 24 * 3_600_000
/** Governance, section 7: the lower 95 % bound that earns the next mode. */
export const enough = 0.9
/** Nobody reads a call and its facts faster. */
export const fastest = 3000

type Line = Evidence['tools'][number]

const extreme = (amounts: Money[], less: (a: bigint, b: bigint) => boolean): Money | null => {
  let found: Money | null = null
  for (const amount of amounts) if (found === null || less(minorOf(amount), minorOf(found))) found = amount
  return found
}

/** One line for each tool and currency: unlike currencies never compare. */
const linesOf = (suggestions: readonly DecidedSuggestion[]): Line[] => {
  const groups = new Map<string, DecidedSuggestion[]>()
  for (const one of suggestions) {
    const name = `${one.tool} ${one.amount?.currency ?? ''}`
    groups.set(name, [...(groups.get(name) ?? []), one])
  }
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => {
      const [first] = group
      const amounts = group.flatMap(({ amount }) => (amount === null ? [] : [amount]))
      const least = extreme(amounts, (a, b) => a < b)
      const most = extreme(amounts, (a, b) => a > b)
      return first === undefined ? [] : [{ tool: first.tool, suggestions: group.length, least, most }]
    })
}

/**
 * What the suggestions since `since` show. Counted are those that somebody decided; expired or voided is no decision.
 * Goals of the tour are not counted.
 */
export const evidenceOf = (outcomes: readonly GoalOutcome[], since: string): Evidence => {
  const counted = outcomes
    .filter((one) => !one.tour)
    .flatMap((one) => one.suggestions)
    .filter((one) => one.at >= since)
  const times = counted.flatMap(({ fastestMs }) => (fastestMs === null ? [] : [fastestMs]))
  return {
    since,
    suggestions: counted.length,
    accepted: counted.filter((one) => one.accepted).length,
    people: [...new Set(counted.flatMap((one) => one.people))].toSorted(),
    fastestMs: times.length === 0 ? null : times.reduce((least, ms) => Math.min(least, ms)),
    tools: linesOf(counted),
  }
}

/** What is still missing for the next mode, as sentences; [] = it is earned. */
export const missingFor = ({ suggestions, accepted, people, fastestMs }: Evidence): string[] => {
  const low = wilson(accepted, suggestions)?.low ?? 0
  return [
    ...(low >= enough
      ? []
      : [
          `the lower 95 % bound of accepted suggestions is ${low.toFixed(4)} (${accepted} of ${suggestions}), it must be ${enough.toFixed(2)}`,
        ]),
    ...(people.length >= 2 ? [] : [`${people.length} of at least 2 people decided`]),
    ...(fastestMs !== null && fastestMs < fastest ? [`a decision took ${fastestMs} ms, under 3 s`] : []),
  ]
}
