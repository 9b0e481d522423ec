import { errorCatalogue, isErrorCode } from '../../contracts/errors.ts'
import type { ApprovalShown, EscalationShown } from '../../contracts/http/goal-page.ts'

const reasons: Record<string, string> = {
  mode: 'the mode of the workflow asks a person before every write',
  risk: 'the rule for low risk does not hold',
  always_over: 'the amount is over what always needs a person',
  four_eyes: 'the amount needs two people',
}

const reason = (why: string): string =>
  reasons[why] ??
  (why.startsWith('changed:') ? `${why.slice('changed:'.length)} changed since it was approved` : why)

/** Why a person is asked for leave, as half a sentence: the record's words for the reader. */
export const becauseOf = (why: string[]): string => why.map(reason).join(', and ')

/** The same as a sentence. */
export const whyApproval = ({ because }: ApprovalShown): string =>
  `${because.charAt(0).toUpperCase()}${because.slice(1)}.`

/** Why a goal came to a person, as one sentence: what was written for the reader, else the code's own. */
export const whyEscalation = (escalation: EscalationShown): string =>
  escalation.sentence ??
  (isErrorCode(escalation.code) ? errorCatalogue[escalation.code].message : escalation.code)
