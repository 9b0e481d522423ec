import type { PersonCommand } from '../../contracts/platform.ts'
import type { Deps } from '../deps.ts'
import { noticesOf } from '../reactor/notices-of.ts'
import { planNotices } from './plan-notices.ts'

type Told = Extract<PersonCommand, { kind: 'told' }>

/** What the console says of a notice becomes part of the goal's record. After a failure the next try has its time. */
export const takeTold = async (deps: Deps, asked: Told): Promise<void> => {
  const { goal, ...said } = asked.body
  const { state, events } = await deps.handle({
    goal,
    cause: asked.id,
    by: { kind: 'supervisor', id: 'telling' },
    traceparent: '',
    build: async (now) =>
      now === null ? null : { command: { type: 'Told', at: deps.now(), person: asked.person, ...said } },
  })
  if (state === null || !events.some(({ type }) => type === 'TellingFailed')) return
  const telling = noticesOf(state).find(({ item }) => item === said.item)
  if (telling === undefined) return
  const now = deps.now()
  const policy = deps.policies.current(await deps.control.fresh())
  // What is due is under way with a console, so only what is later counts.
  const later = planNotices(policy, state, telling, now).flatMap(({ at }) => (at > now ? [at] : []))
  const [next] = later.toSorted()
  if (next !== undefined) await deps.store.moveTimer(`${goal}/tell.${telling.round}`, next)
}
