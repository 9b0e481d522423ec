import { z } from 'zod'

/** Used and held a day of one budget key, as decimal texts: they may pass what a JSON number holds exactly. */
export const RollingDays = z.record(z.string(), z.tuple([z.string(), z.string()]))
export type RollingDays = z.infer<typeof RollingDays>

/** The first calendar day of the window of 30 that ends with `day` (both `2026-11-22`). */
export const firstDayOfWindow = (day: string): string => {
  const start = new Date(`${day}T00:00:00.000Z`)
  start.setUTCDate(start.getUTCDate() - 29)
  return start.toISOString().slice(0, 10)
}

/**
 * What counts against a cap on `day`. Days after it count too: a replica whose clock is a little behind must not
 * spend, in the window of tomorrow, what tomorrow has spent already.
 */
export const sumOfWindow = (days: RollingDays, day: string): { used: bigint; held: bigint } => {
  const first = firstDayOfWindow(day)
  const inside = Object.entries(days).filter(([name]) => name >= first)
  return inside.reduce(
    (sum, [, [used, held]]) => ({ used: sum.used + BigInt(used), held: sum.held + BigInt(held) }),
    { used: 0n, held: 0n },
  )
}

/** Adds to one day; never below zero. */
export const addToDay = (days: RollingDays, day: string, used: bigint, held: bigint): RollingDays => {
  const [usedBefore, heldBefore] = days[day] ?? ['0', '0']
  const heldAfter = BigInt(heldBefore) + held
  return { ...days, [day]: [String(BigInt(usedBefore) + used), String(heldAfter > 0n ? heldAfter : 0n)] }
}

/**
 * Leaves out days that hold nothing and that no window can reach any more: of the last two windows all is kept, so
 * that a replica with a late clock still sees its whole window.
 */
export const pruneDays = (days: RollingDays): RollingDays => {
  const newest = Object.keys(days).toSorted().at(-1)
  if (newest === undefined) return days
  const first = firstDayOfWindow(firstDayOfWindow(newest))
  return Object.fromEntries(Object.entries(days).filter(([day, [, held]]) => day >= first || held !== '0'))
}
