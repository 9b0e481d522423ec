import { canonicalMoney } from '../../contracts/money.ts'
import type { Judgement } from '../../contracts/policy.ts'
import { judge } from './judge.ts'
import type { JudgeInput } from './judge.ts'
import { factsOf } from './rules-for.ts'
import type { JudgingRule } from './rules-for.ts'

const sameAmount = (left: Judgement, right: Judgement): boolean => {
  if (!left.amount || !right.amount) return left.amount === right.amount
  return (
    left.amount.currency === right.amount.currency &&
    canonicalMoney(left.amount) === canonicalMoney(right.amount)
  )
}

/**
 * Judges an effect by every rule that `rulesFor` found: each must allow, and low risk is low for all. The answer is that
 * of the goal's own workflow, or of the first that refuses. Rules that disagree on what is moved allow nothing.
 */
export const judgeAll = (rules: readonly JudgingRule[], input: JudgeInput): Judgement => {
  const judged = rules.map((rule) => judge(rule.write, { ...input, facts: factsOf(rule, input.facts) }))
  const [own] = judged
  if (!own) {
    const error = { code: 'RULE_ERROR' as const, message: 'no rule is there that could allow this' }
    return { allow: false, low_risk: false, rule: '', error }
  }
  const refusal = judged.find(({ allow }) => !allow)
  if (refusal) return refusal
  const other = judged.findIndex((judgement) => !sameAmount(own, judgement))
  if (other >= 0) {
    const message = `${rules[0]?.workflow} and ${rules[other]?.workflow} disagree on the amount`
    return { ...own, allow: false, low_risk: false, error: { code: 'RULE_ERROR', message } }
  }
  // One rule that cannot see where it goes is enough: a person is asked.
  const sends = judged.some(({ sends_freely }) => sends_freely) ? { sends_freely: true } : {}
  return { ...own, low_risk: judged.every(({ low_risk }) => low_risk), ...sends }
}
