import type { Evidence } from './evidence.ts'
import { isProbe } from './is-probe.ts'
import { eventsOf, goalOfEffect, type Told } from './read-goals.ts'

const counted = <T>(items: readonly T[], nameOf: (item: T) => string | null): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const name = nameOf(item)
    if (name !== null) groups.set(name, [...(groups.get(name) ?? []), item])
  }
  return groups
}

/** One effect carried out more than once, or one goal that gave money back twice for one order without a person's leave. */
export const findDoubled = (
  { journal, refunds }: Pick<Evidence, 'journal' | 'refunds'>,
  goals: ReadonlyMap<string, Told>,
): string[] => {
  const owner = goalOfEffect(goals)
  const rows = journal.filter((row) => !isProbe(row))
  const again = (kind: string, groups: Map<string, unknown[]>): string[] =>
    [...groups].flatMap(([name, items]) =>
      items.slice(1).map((_, index) => `${kind} ${name}: ${index + 2} of ${items.length}`),
    )
  const leave = (told: Told): number => eventsOf(told, 'EffectAllowedAgain').length
  const byOrder = counted(refunds, ({ reference, order }) => {
    const told = owner.get(reference)
    return told === undefined || leave(told) > 0 ? null : `${told.id} for order ${order}`
  })
  const byReference = counted(refunds, ({ reference }) => (owner.has(reference) ? reference : null))
  // An effect that ran twice is one fault, however many files show it.
  const twice = new Set(
    [...byReference].filter(([, items]) => items.length > 1).map(([reference]) => reference),
  )
  return [
    ...again(
      'journal rows with the key',
      counted(rows, ({ key, system, tool }) => (key === null ? null : `${key} (${system}.${tool})`)),
    ),
    ...[...byOrder]
      .filter(([, items]) => !items.some(({ reference }) => twice.has(reference)))
      .flatMap(([name, items]) => items.slice(1).map(() => `refunded twice by ${name}`)),
  ]
}
