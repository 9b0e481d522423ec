import { RemitError } from '../contracts/errors.ts'
import { signHeads } from '../store/signed-heads.ts'
import type { Deps } from './deps.ts'

/** Signs the heads of all logs that changed since the last time, and publishes them for keeping elsewhere. */
export const signNews = async (deps: Deps, place: { position: string }): Promise<boolean> => {
  const { position, heads } = await deps.store.headsSince(place.position)
  const goals = heads.filter((head) => head.log !== deps.control.log)
  if (goals.length === 0) {
    place.position = position
    return false
  }
  const at = deps.now()
  const appended = await deps.control.append(
    `heads-${position}-${at}`,
    { kind: 'supervisor', id: 'heads' },
    at,
    (state) => [
      {
        type: 'HeadsSigned',
        data: signHeads({ previous: state.heads, heads: goals, at }, deps.key.privateKey),
      },
    ],
  )
  const [event] = appended.events
  if (event?.type !== 'HeadsSigned') throw new RemitError('INTERNAL', { missing: 'HeadsSigned' })
  await deps.bus.publish(deps.bus.subjects.heads, event.data, { msgId: `heads-${event.data.root}` })
  place.position = position
  return true
}
