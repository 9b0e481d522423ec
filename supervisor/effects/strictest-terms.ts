import type { Mode } from '../../contracts/events/goal-events.ts'
import { Mode as Modes } from '../../contracts/events/goal-events.ts'
import type { Money } from '../../contracts/money.ts'
import { overLimit } from '../decider/rules/over-limit.ts'
import type { ApprovalTerms } from '../decider/terms.ts'

/** The limit that this amount is over, if it is over any; so that of two the stricter counts, whatever their currency. */
const reached = (amount: Money | null, limits: readonly Money[]): Money | null =>
  (amount === null ? undefined : limits.find((limit) => overLimit(amount, limit))) ?? limits[0] ?? null

const given = (limits: readonly (Money | null)[]): Money[] => limits.filter((limit) => limit !== null)
const least = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.min(...values))

/**
 * Approval terms under every policy that counts, the one in force last: a looser policy is for new goals, a tighter one
 * for all. Roles and calendars cannot be ranked, so role, calendar and what follows are those of now. Never empty.
 */
export const strictestTerms = (amount: Money | null, all: readonly ApprovalTerms[]): ApprovalTerms => {
  const separate = all.map((terms) => terms.separateOver)
  return {
    role: all.at(-1)?.role ?? 'owner',
    // Without a limit separation always holds.
    separateOver: separate.includes(null) ? null : reached(amount, given(separate)),
    alwaysOver: reached(amount, given(all.map((terms) => terms.alwaysOver))),
    fourEyesOver: reached(amount, given(all.map((terms) => terms.fourEyesOver))),
    // None at all is no time, not a short one.
    withinSeconds: least(all.map((terms) => terms.withinSeconds).filter((seconds) => seconds > 0)) ?? 0,
    twoAfter: all.flatMap((terms) => terms.twoAfter),
    remindSeconds: least(all.map((terms) => terms.remindSeconds).filter((seconds) => seconds !== null)),
    then: all.at(-1)?.then ?? { kind: 'escalate' },
    calendar: all.at(-1)?.calendar ?? null,
    timezone: all.at(-1)?.timezone ?? 'UTC',
  }
}

/** The most cautious of these modes. Never empty. */
export const strictestMode = (modes: readonly Mode[]): Mode =>
  Modes.options.find((mode) => modes.includes(mode)) ?? 'suggest'
