import type { Money } from './money.ts'

/** Why a condition does not hold, for a reader: the clause that is false, and what it was judged on. */
export type FailedClause = {
  clause: string
  values: { text: string; value: string }[]
  /** 'days_since(facts.order.shipped_at) <= 30 is false: 40'. Content, not a code: belongs into the trail. */
  sentence: string
}

/** NO_BUDGET where no cap is in the currency; RULE_ERROR for whatever else could not be judged. */
export type RuleFault = { code: 'RULE_ERROR' | 'NO_BUDGET'; message: string }

/**
 * What the rules say of one effect, on facts. `allow` is true only where every condition was read and is true;
 * otherwise `failed` or `error` says why. `amount` is there whenever it could be computed.
 */
export type Judgement = {
  allow: boolean
  low_risk: boolean
  /** it sends something whose destination is no fact, or whose text no template: a person decides, in any mode */
  sends_freely?: boolean
  amount?: Money
  rule: string
  failed?: FailedClause
  error?: RuleFault
}

/** The answer to a question that may turn out unanswerable: no facts, no decision. */
export type Ruled<T> = { ok: true; value: T } | { ok: false; error: RuleFault }
