import type { Ruled, RuleFault } from '../../contracts/policy.ts'

/** A condition that could not be judged. It never leaves this folder: `ruled` makes it an answer. */
export class RuleError extends Error {
  readonly code: RuleFault['code']
  constructor(message: string, options: { cause?: unknown; code?: RuleFault['code'] } = {}) {
    super(message, options)
    this.name = 'RuleError'
    this.code = options.code ?? 'RULE_ERROR'
  }
}

const saying = (error: unknown): string => {
  if (typeof error === 'object' && error !== null && 'summary' in error) return String(error.summary)
  return error instanceof Error ? error.message : String(error)
}
/** What went wrong, with the expression that it went wrong in. */
export const ruleErrorIn = (text: string, error: unknown): RuleError =>
  error instanceof RuleError ? error : new RuleError(`${text}: ${saying(error)}`, { cause: error })

/** Every exception of a judgement is a refusal with its reason, never a crash and never a yes. */
export const ruled = <T>(judge: () => T): Ruled<T> => {
  try {
    return { ok: true, value: judge() }
  } catch (error) {
    const code = error instanceof RuleError ? error.code : 'RULE_ERROR'
    return { ok: false, error: { code, message: saying(error) } }
  }
}
