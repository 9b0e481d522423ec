import { minorOf } from '../../contracts/money.ts'
import type { Money } from '../../contracts/money.ts'
import type { Judgement } from '../../contracts/policy.ts'
import { CelMoney, fromCelMoney } from './cel-money.ts'
import type { CompiledWrite } from './compiled-policy.ts'
import type { WriteFacts } from './facts-given.ts'
import { RuleError, ruled } from './rule-error.ts'
import { failedClause } from './rule.ts'
import { sendsFreely } from './sends-freely.ts'
import type { TextFacts } from './template-scope.ts'

export type JudgeInput = Required<Pick<WriteFacts, 'args' | 'goal' | 'facts' | 'now' | 'prior'>> & {
  /** what was done in the goal so far, for the templates of a sending tool */
  done?: TextFacts['done']
}

/** What the effect moves. Nothing below one minor unit: a negative amount would pass every upper limit. */
const amountOf = (write: CompiledWrite, input: JudgeInput): Money | undefined => {
  if (!write.amount) return undefined
  const value = write.amount.run(write.context(input))
  if (!(value instanceof CelMoney)) throw new RuleError(`${write.amount.text} is not money`)
  const money = fromCelMoney(value)
  if (minorOf(money) <= 0n)
    throw new RuleError(`${write.amount.text} is ${money.amount} ${money.currency}, not above 0`)
  return money
}

/**
 * Judges one effect by the rules of one workflow, on facts that the gateway read. Pure. Whatever goes wrong (a missing
 * fact, another currency, an answer against its schema) is a refusal with `error`; nothing but true allows. An effect
 * that has a prior one in another goal is never low-risk.
 */
export const judge = (write: CompiledWrite, input: JudgeInput): Judgement => {
  const refused = { allow: false, low_risk: false, rule: write.allow.text }
  const amount = ruled(() => amountOf(write, input))
  if (!amount.ok) return { ...refused, error: amount.error }
  const moved = amount.value === undefined ? {} : { amount: amount.value }
  const judged = ruled(() => {
    const context = write.context({ ...input, ...moved })
    const failed = failedClause(write.allow, context)
    if (failed) return { ...refused, ...moved, failed }
    const low = write.lowRisk !== undefined && failedClause(write.lowRisk, context) === undefined
    const text = write.textContext({ goal: input.goal, facts: input.facts, done: input.done ?? [] })
    const sends = sendsFreely(write, input.args, text) ? { sends_freely: true } : {}
    return {
      allow: true,
      low_risk: low && input.prior.count === 0,
      rule: write.allow.text,
      ...moved,
      ...sends,
    }
  })
  return judged.ok ? judged.value : { ...refused, ...moved, error: judged.error }
}
