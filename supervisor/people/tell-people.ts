import type { Timer } from '../../store/port.ts'
import type { Deps } from '../deps.ts'
import { noticesOf } from '../reactor/notices-of.ts'
import { planNotices } from './plan-notices.ts'

/** A console that took a notice and died with it is not heard of again: it is published anew. */
const unheardMs = 60_000

/**
 * Orders the notices of one inbox item that are due, and comes back when the next one is: after quiet hours, after a
 * failure, or where nobody said how it went. Without anybody left to tell, the timer is over.
 */
export const tellPeople = async (deps: Deps, timer: Timer): Promise<void> => {
  const { store, bus } = deps
  const goal = await deps.cache.load(timer.log)
  const telling =
    goal === null ? undefined : noticesOf(goal).find(({ round }) => `${timer.log}/tell.${round}` === timer.id)
  if (goal === null || telling === undefined) return store.clearTimer(timer.id)
  const now = deps.now()
  const policy = deps.policies.current(await deps.control.fresh())
  const planned = planNotices(policy, goal, telling, now)
  const due = planned.filter(({ at }) => at <= now)
  for (const { notice } of due)
    await bus.publish(bus.subjects.notices, notice, {
      msgId: `${notice.id}.${notice.attempt}.${timer.due}`,
      traceparent: goal.traceparent,
    })
  const again = new Date(Date.parse(now) + unheardMs).toISOString()
  const next = planned.map(({ at }) => (at <= now ? again : at)).toSorted()[0]
  if (next === undefined) await store.clearTimer(timer.id)
  else await store.moveTimer(timer.id, next)
}
