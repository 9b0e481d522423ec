import type { ClaimEffect } from '../effect-commands.ts'
import type { Effect } from '../state.ts'
import { maxFailures } from '../terms.ts'

/**
 * After a lease ran out or an answer stayed unclear: may the call be repeated under the same key? Only where the
 * look-up by our own reference says absent (or there is none), the tool is proved to honour the key and still
 * keeps it, nothing in the facts has changed since the claim, and it was not tried too often. Else nobody repeats it.
 */
export const mayRepeat = (effect: Effect, command: ClaimEffect): boolean =>
  command.repeatable &&
  command.lookup !== 'unreadable' &&
  command.state === effect.state &&
  effect.claim < maxFailures &&
  !command.halted &&
  command.listed &&
  command.definitionAccepted &&
  command.judgement?.allow === true
