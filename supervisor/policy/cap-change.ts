import { minorOf } from '../../contracts/money.ts'
import { DurationText, MoneyText } from '../../contracts/policy-grammar.ts'

/** `50 EUR`, `20 EUR per day`, `2000 per day`, `48h`, `40000`: what it counts in, and how much of that. */
const sizeOf = (text: string): { unit: string; amount: bigint } | null => {
  const [, bare = text, per = ''] = /^(.+?)\s+per\s+(day|30 days)$/.exec(text) ?? []
  const unit = (name: string): string => (per === '' ? name : `${name} per ${per}`)
  const money = MoneyText.safeParse(bare)
  if (money.success) return { unit: unit(money.data.currency), amount: minorOf(money.data) }
  const time = DurationText.safeParse(bare)
  if (time.success) return { unit: unit('ms'), amount: BigInt(time.data) }
  return /^\d+$/.test(bare) ? { unit: unit('count'), amount: BigInt(bare) } : null
}

/** What a cap is counted in: one in another unit is another cap, not a lower one. `EUR per day`, `count`. */
export const capUnit = (text: string): string => sizeOf(text)?.unit ?? text

/** Is the second a smaller amount in the unit of the first? */
export const isLowerCap = (before: string, after: string): boolean => {
  const [was, is] = [sizeOf(before), sizeOf(after)]
  return was !== null && is !== null && was.unit === is.unit && is.amount < was.amount
}

/** Kinds that have one cap each, in one unit: a cap where there was none is always tighter. */
const single: ReadonlySet<string> = new Set(['wall_time', 'tool_calls', 'handoffs'])

/**
 * Is it tighter: a lower cap in the same unit, or a first cap where there was none? Not the first cap of the company,
 * nor one in another unit beside those that are there: what has no cap cannot move, so a new one lets money move.
 */
export const isTighterCap = (leaf: {
  path: readonly string[]
  before: string | null
  after: string | null
  /** there was no cap at this place before */
  first: boolean
}): boolean => {
  const { path, before, after, first } = leaf
  if (after === null) return false
  if (before !== null) return isLowerCap(before, after)
  return single.has(path.at(-1) ?? '') || (first && !path.includes('company'))
}
