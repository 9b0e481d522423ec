import { isProbe } from '../harness/oracle/is-probe.ts'
import { readGoals } from '../harness/oracle/read-goals.ts'
import type { Evidence } from '../harness/oracle/evidence.ts'

export type Summary = {
  goals: number
  /** goals by how they came to rest */
  ends: Record<string, number>
  effects: Record<string, number>
  events: number
  rows: number
}

const count = (names: string[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** How much a run had in it: a figure of 0 says little where nothing happened. */
export const summarise = (evidence: Evidence): Summary => {
  const { goals } = readGoals(evidence.logs)
  const states = [...goals.values()].map(({ state }) => state)
  return {
    goals: evidence.acknowledged.length,
    ends: count(states.map((goal) => goal.class ?? `${goal.status} ${goal.escalation?.code ?? ''}`.trim())),
    effects: count(
      states.flatMap((goal) =>
        Object.values(goal.effects).map(({ status, claim }) =>
          claim > 1 ? `${status} (claim ${claim})` : status,
        ),
      ),
    ),
    events: states.reduce((sum, goal) => sum + goal.version, 0),
    rows: evidence.journal.filter((row) => !isProbe(row)).length,
  }
}
