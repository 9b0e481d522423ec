import { RemitError } from '../../contracts/errors.ts'
import { signHeads } from '../../store/signed-heads.ts'
import type { Deps } from '../deps.ts'

/**
 * Signs the heads of all logs that changed since the last time, the control log's among them, and publishes them for
 * keeping elsewhere. The statement itself moves the control log, which alone is no news.
 */
export const signNews = async (deps: Deps, place: { position: string }): Promise<boolean> => {
  const { position, heads } = await deps.store.headsSince(place.position)
  const control = await deps.control.fresh()
  const news = heads.filter((head) => head.log !== deps.control.log || head.version !== control.headsAt)
  if (news.length === 0) {
    place.position = position
    return false
  }
  const at = deps.now()
  const cause = `heads-${position}-${at}`
  const { privateKey } = await deps.headsKey(control)
  const appended = await deps.control.append(cause, { kind: 'supervisor', id: 'heads' }, at, (state) => [
    { type: 'HeadsSigned', data: signHeads({ previous: state.heads, heads, at }, privateKey) },
  ])
  const [event] = appended.events
  if (event?.type !== 'HeadsSigned') throw new RemitError('INTERNAL', { missing: 'HeadsSigned' })
  await deps.bus.publish(deps.bus.subjects.heads, event.data, { msgId: `heads-${event.data.root}` })
  place.position = position
  return true
}
