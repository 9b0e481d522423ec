import { errorCatalogue } from '../../contracts/errors.ts'
import type { ErrorCode, RemitError } from '../../contracts/errors.ts'
import type { Told } from './parts/alert-of.ts'

/** What to do about a refusal, where the catalogue's own sentence is not for somebody at a page. */
const next: Partial<Record<ErrorCode, string>> = {
  OWN_REQUEST: 'Ask one of those who may decide; they are named below.',
  SECOND_PERSON: 'You have decided already. Somebody else has to decide it too; they are named below.',
  NOT_YOUR_ROLE: 'Ask somebody who has the role; they are named below.',
  OVER_LIMIT: 'Ask somebody with a higher limit, or edit the amount so that it is within yours.',
  EXPIRED: 'Nothing was done. If it is still wanted, it will be asked for anew.',
  ALREADY_DECIDED: 'Nothing was changed. This page shows how it was decided.',
  UNKNOWN_APPROVAL: 'It may have been replaced by a newer request: look in your inbox.',
  NOT_ALLOWED:
    'The rule below does not allow the call as it stands. Mend the values, or reject it with a reason.',
  RULE_ERROR: 'Reject it with a reason, or do it by hand and record that.',
  OVER_BUDGET:
    'The amount is more than what is left under a cap. Edit it, or decide it when there is room again.',
  BAD_ARGUMENTS:
    'Mend the values: they must fit the tool, and what makes this call the one it is may not change.',
  HALTED: 'Somebody has halted this. It can be decided when the halt is lifted.',
  GOAL_OVER: 'The goal has ended; nothing is left to decide.',
  EFFECT_OPEN: 'Say first what became of the call that is still open; the form is below.',
  FOREIGN_REQUEST: 'Nothing was done. Go back, reload the page, and send the form from there.',
  NOT_SIGNED_IN: 'Nothing was done. Sign in, then decide again.',
  NOT_READY: 'Nothing was lost. Try again in a moment.',
  STORE_UNREACHABLE: 'Nothing was done. Try again in a moment.',
  NATS_UNREACHABLE: 'Nothing was done. Try again in a moment.',
  SCHEMA: 'Nothing was done. Mend what is named beside the fields.',
  UNKNOWN_ROUTE: 'The address may be mistyped, or from another release. Your inbox has what waits.',
  UNKNOWN_GOAL: 'The address may be mistyped. Your inbox has what waits.',
}
const what: Partial<Record<ErrorCode, string>> = {
  UNKNOWN_ROUTE: 'There is no such page.',
  FOREIGN_REQUEST: 'This form does not belong to your session.',
  NOT_SIGNED_IN: 'You are not signed in.',
  OWN_REQUEST: 'You asked for this yourself, so you may not approve it.',
  SCHEMA: 'Something in the form does not fit.',
}

/** A refusal as people read it: what, and what to do. Codes and details are for machines. */
export const toldOf = ({ code, details }: Pick<RemitError, 'code' | 'details'>): Told => {
  const { seconds } = details
  const wait =
    typeof seconds === 'number' ? `Wait ${Math.ceil(seconds / 60)} minutes, then try again.` : undefined
  return {
    kind: 'refused',
    what: what[code] ?? errorCatalogue[code].message,
    next: wait ?? next[code] ?? `Nothing was done. The code is ${code}; docs/errors.md says what to do.`,
  }
}
