import type { Halt } from '../../contracts/platform.ts'
import type { Deps } from '../deps.ts'
import { dayIn } from '../../contracts/day-in.ts'
import { haltedBy } from './control-state.ts'

/** How many open goals stand under this halt; null where it is no halt of goals, but of an agent, tool or system. */
const goalsUnder = async ({ store }: Deps, halt: Halt): Promise<number | null> => {
  if (!/^(everything|goal:|workflow:)/.test(halt.scope)) return null
  let count = 0
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof store.goals>> = await store.goals({
      open: true,
      limit: 200,
      ...(cursor === null ? {} : { cursor }),
    })
    count += page.items.filter(({ id, workflow }) => haltedBy([halt], { goal: id, workflow })).length
    cursor = page.cursor
  } while (cursor !== null)
  return count
}

/**
 * Once a day (the company's) while anything is halted: what is, since when, and how many goals wait under it. It is in
 * the record, so that no halt is forgotten and no replica lists it twice. Answers false where there was nothing to list.
 */
export const listHalts = async (deps: Deps): Promise<boolean> => {
  const control = await deps.control.fresh()
  if (control.halts.length === 0 || control.policy === '' || deps.policies.faults(control).length > 0)
    return false
  const at = deps.now()
  const day = dayIn(at, deps.policies.current(control).company.timezone)
  // A halt of today is news that somebody made today; it is listed from tomorrow on.
  const standing = control.halts.filter(
    (halt) => dayIn(halt.at, deps.policies.current(control).company.timezone) < day,
  )
  if (standing.length === 0 || control.haltsListed >= day) return false
  const halts = await Promise.all(
    standing.map(async (halt) => ({
      halt: halt.id,
      scope: halt.scope,
      reads: halt.reads,
      since: halt.at,
      by: halt.by,
      goals: await goalsUnder(deps, halt),
    })),
  )
  const by = { kind: 'supervisor' as const, id: 'halts' }
  const { repeated } = await deps.control.append(`halts-${day}`, by, at, () => [
    { type: 'HaltsListed', data: { day, halts } },
  ])
  if (!repeated) deps.log.warn({ scopes: halts.map(({ scope }) => scope) }, 'halted since before today')
  return !repeated
}
