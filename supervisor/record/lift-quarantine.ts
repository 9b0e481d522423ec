import { RemitError } from '../../contracts/errors.ts'
import type { PersonCommand } from '../../contracts/platform.ts'
import type { Goal } from '../decider/state.ts'
import type { Deps } from '../deps.ts'
import { recover } from './recovery.ts'

/** Effects of which nobody knows yet whether they happened. */
const unsettled = (goal: Goal): string[] =>
  Object.values(goal.effects)
    .filter(({ status }) => status === 'executing' || status === 'settling')
    .map(({ id }) => id)

const openEffects = async ({ store, cache }: Deps): Promise<string[]> => {
  const found: string[] = []
  for (let cursor: string | undefined; ;) {
    const page = await store.goals({ open: true, limit: 200, ...(cursor === undefined ? {} : { cursor }) })
    for (const { id } of page.items) {
      const goal = await cache.load(id)
      if (goal !== null) found.push(...unsettled(goal))
    }
    if (page.cursor === null) return found
    cursor = page.cursor
  }
}

/**
 * Ends the quarantine, once every effect that was running is known to have happened, not to have happened, or to be
 * a person's to find out. What was ordered meanwhile goes out again.
 */
export const liftQuarantine = async (
  deps: Deps,
  asked: Extract<PersonCommand, { kind: 'restored' }>,
): Promise<void> => {
  const { record } = await deps.control.fresh()
  const { quarantine } = record
  if (quarantine === null) throw new RemitError('ALREADY_DECIDED', { quarantine: 'none' })
  const open = await openEffects(deps)
  if (open.length > 0) throw new RemitError('NOT_RECONCILED', { effects: open })
  await deps.control.append(asked.id, { kind: 'person', id: asked.person }, deps.now(), (now) =>
    now.record.quarantine === null
      ? []
      : [
          {
            type: 'Restored',
            data: { quarantine: now.record.quarantine.id, person: asked.person, note: asked.body.note },
          },
        ],
  )
  await recover(deps, asked.id)
}
