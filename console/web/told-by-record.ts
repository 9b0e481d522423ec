import { RemitError } from '../../contracts/errors.ts'
import { Id } from '../../contracts/ids.ts'
import { findOutcome } from '../command/find-outcome.ts'
import type { ConsoleDeps } from '../deps.ts'
import type { Told } from './parts/alert-of.ts'
import { toldOf } from './told-of.ts'

const pending: Told = {
  kind: 'pending',
  what: 'Your decision is stored, and not yet judged.',
  next: 'It will be, also if you close this page. Reload to see what became of it.',
}
const done: Told = {
  kind: 'done',
  what: 'Your decision stands in the record.',
  next: 'This page shows what follows from it.',
}

/** What the record says of the command that brought a visitor back to this page; null = none did. */
export const toldByRecord = async (
  deps: ConsoleDeps,
  goal: string | null,
  command: string | undefined,
): Promise<Told | null> => {
  if (!Id.safeParse(command).success || command === undefined) return null
  const { log } = await deps.control()
  const outcome = await findOutcome(deps.store, goal === null ? [log] : [goal, log], command)
  if (outcome === null) return pending
  return outcome.kind === 'refused' ? toldOf(new RemitError(outcome.code)) : done
}
