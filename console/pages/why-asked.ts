import { errorCatalogue, isErrorCode } from '../../contracts/errors.ts'
import type { ApprovalShown, EscalationShown } from '../../contracts/http/goal-page.ts'

const reasons: Record<string, string> = {
  mode: 'the mode of the workflow asks a person before every write',
  risk: 'the rule for low risk does not hold',
  always_over: 'the amount is over what always needs a person',
  four_eyes: 'the amount needs two people',
  prior: 'the same was done before, or is being done by another goal',
}

const changed: Record<string, string> = {
  votes: 'how many people must decide',
  separate: 'whether who asked may decide',
  amount: 'the amount',
  definition: "the tool's own definition",
  role: 'the role that decides, or who has it',
  limit: 'the limit of who approved',
  person: 'who may decide',
}

const reason = (why: string): string => {
  const what = why.startsWith('changed:') ? why.slice('changed:'.length) : null
  return what === null ? (reasons[why] ?? why) : `${changed[what] ?? what} changed since it was approved`
}

/** Why a person is asked for leave, as half a sentence: the record's words for the reader. */
export const becauseOf = (why: string[]): string => why.map(reason).join(', and ')

/** The same as a sentence. */
export const whyApproval = ({ because }: ApprovalShown): string =>
  `${because.charAt(0).toUpperCase()}${because.slice(1)}.`

/** Why a goal came to a person, as one sentence: what was written for the reader, else the code's own. */
export const whyEscalation = (escalation: EscalationShown): string =>
  escalation.sentence ??
  (isErrorCode(escalation.code) ? errorCatalogue[escalation.code].message : escalation.code)
