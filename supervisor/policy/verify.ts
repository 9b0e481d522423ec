import type { Money } from '../../contracts/money.ts'
import type { Ruled } from '../../contracts/policy.ts'
import type { OrderedRead } from '../../contracts/tools.ts'
import type { CompiledWrite } from './compiled-policy.ts'
import type { FactValues, GoalView } from './facts-given.ts'
import { orderRead } from './order-read.ts'
import { failedClause } from './rule.ts'
import { RuleError, ruled } from './rule-error.ts'

/** A read with every argument a value. */
export type Look = Omit<OrderedRead, 'as'>

export type VerifyInput = {
  args: Readonly<Record<string, unknown>>
  goal: GoalView
  effect: { id: string; ordinal: number }
  /** the facts at the claim */
  before: FactValues
  amount?: Money
}

const contextOf = (write: CompiledWrite, input: VerifyInput, result?: unknown) =>
  write.context({ ...input, facts: input.before, ...(result === undefined ? {} : { result }) })

/** The read that shows whether the effect happened; null where the workflow has none. */
export const verifyRead = (write: CompiledWrite, input: VerifyInput): Ruled<Look | null> =>
  ruled(() => {
    if (!write.verify) return null
    const { tool, args } = orderRead(write.verify.read, contextOf(write, input))
    return { tool, args }
  })

/** The look-up by our own reference, for a settlement: verify where it uses `effect.id`, else null. */
export const lookupRead = (write: CompiledWrite, input: VerifyInput): Ruled<Look | null> =>
  write.verify?.byReference ? verifyRead(write, input) : { ok: true, value: null }

/** Whether what was read proves the effect. False is 'not proven', not 'did not happen'. */
export const verifyHolds = (write: CompiledWrite, input: VerifyInput & { result: unknown }): Ruled<boolean> =>
  ruled(() => {
    if (!write.verify) throw new RuleError(`${write.tool.name} has no verify`)
    return failedClause(write.verify.expect, contextOf(write, input, input.result)) === undefined
  })
