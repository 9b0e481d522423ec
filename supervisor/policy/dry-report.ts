import { addMoney, canonicalMoney, formatMoney } from '../../contracts/money.ts'
import type { Money } from '../../contracts/money.ts'
import type { DryVerdict } from './dry-judge.ts'

export type DryReport = {
  cases: number
  days: number
  /** allowed by the rules, alone or after a person's yes, and what that moves, by currency */
  allowed: number
  alone: number
  asks: number
  moves: string[]
  refuses: number
  unjudged: number
  /** allowed, and over the amount from which a person always decides, or two do */
  aboveLimit: number
  /** decided another way than it was in truth: done or not, or with another amount */
  different: number
}

const sameMoney = (left: Money | null, right: Money | null): boolean =>
  left === null || right === null
    ? left === right
    : left.currency === right.currency && canonicalMoney(left) === canonicalMoney(right)

/** Is this another decision than the one of then? What cannot be judged, or is not decided yet, is not said to differ. */
export const isDifferent = ({ verdict, amount, case: { did } }: DryVerdict): boolean => {
  if (verdict === 'unjudged' || did.what === 'open') return false
  const allowed = verdict !== 'refuses'
  if (allowed !== (did.what !== 'nothing')) return true
  return allowed && !sameMoney(amount, did.amount)
}

const sums = (verdicts: readonly DryVerdict[]): string[] => {
  const byCurrency = new Map<string, Money>()
  for (const { amount } of verdicts)
    if (amount !== null) {
      const before = byCurrency.get(amount.currency)
      byCurrency.set(amount.currency, before === undefined ? amount : addMoney(before, amount))
    }
  return [...byCurrency.values()].map(formatMoney)
}

/** The figures of a dry run over some days. `days`: from the first case to the last, both counted. */
export const dryReport = (verdicts: readonly DryVerdict[]): DryReport => {
  const of = (kind: DryVerdict['verdict']): DryVerdict[] => verdicts.filter(({ verdict }) => verdict === kind)
  const allowed = [...of('alone'), ...of('asks')]
  const times = verdicts.map((one) => Date.parse(one.case.at)).toSorted((a, b) => a - b)
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0]
  return {
    cases: verdicts.length,
    days: verdicts.length === 0 ? 0 : Math.floor((last - first) / 86_400_000) + 1,
    allowed: allowed.length,
    alone: of('alone').length,
    asks: of('asks').length,
    moves: sums(allowed),
    refuses: of('refuses').length,
    unjudged: of('unjudged').length,
    aboveLimit: allowed.filter(({ why }) => why.includes('always_over') || why.includes('four_eyes')).length,
    different: verdicts.filter(isDifferent).length,
  }
}

const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`

/** `In these 30 days it would have issued 41 effects (31 alone, 10 after a person), 3120.00 EUR, 2 above the limit, ...` */
export const sayDryReport = (report: DryReport): string => {
  const { days, cases, allowed, alone, asks, moves, aboveLimit, refuses, different, unjudged } = report
  if (cases === 0) return 'There is no past case to judge.'
  const money = moves.length === 0 ? 'moving nothing' : moves.join(' + ')
  const rest = unjudged === 0 ? '' : ` ${count(unjudged, 'case')} could not be judged.`
  return (
    `In ${days === 1 ? 'this' : 'these'} ${count(days, 'day')} it would have issued ${count(allowed, 'effect')} of ${count(cases, 'case')} ` +
    `(${alone} alone, ${asks} after a person), ${money}, ${aboveLimit} above the limit; ${refuses} refused; ` +
    `${different} that you did differently.${rest}`
  )
}
