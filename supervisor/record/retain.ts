import { dayIn } from '../../contracts/day-in.ts'
import type { Deps } from '../deps.ts'

/**
 * Once a day, by whichever replica comes first: removes what was kept long enough. What goes is said before it goes,
 * so that an audit finds the record sound without it; a replica that dies in between leaves the rest to the next day.
 */
export const retain = async (deps: Deps): Promise<boolean> => {
  const { store, control } = deps
  const state = await control.fresh()
  if (state.policy === '' || deps.policies.faults(state).length > 0) return false
  const { company } = deps.policies.current(state)
  const at = deps.now()
  const day = dayIn(at, company.timezone)
  const cause = `retention-${day}`
  if ((await store.byCause(control.log, cause)).length > 0) return false
  const past = (ms: number): string => new Date(Date.parse(at) - ms).toISOString()
  const { events, trail, checkpoints, dead } = company.record.retention
  const before = {
    events: past(events),
    trail: past(trail),
    checkpoints: past(checkpoints),
    dead: past(dead),
  }
  const logs = await store.logsEndedBefore(before.events)
  const { repeated } = await control.append(cause, { kind: 'supervisor', id: 'retention' }, at, () => [
    { type: 'RetentionRun', data: { day, before, logs } },
  ])
  if (repeated) return false
  await store.expire({ trail: before.trail, dead: before.dead, logs })
  return true
}
