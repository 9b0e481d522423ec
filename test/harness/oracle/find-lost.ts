import { openApprovals } from '../../../supervisor/decider/state.ts'
import type { Evidence } from './evidence.ts'
import type { Told } from './read-goals.ts'

/** Where a goal may rest: it ended, or people have it, or an approval of it is open in the inbox. */
const rests = ({ state }: Told): boolean =>
  state.status === 'ended' || state.status === 'with-person' || openApprovals(state).length > 0

/** Goals that a client was told are safe and that are not in the record, or stand still there with nobody to move them. */
export const findLost = (
  { acknowledged }: Pick<Evidence, 'acknowledged'>,
  goals: ReadonlyMap<string, Told>,
): string[] =>
  [...new Set(acknowledged)].flatMap((id) => {
    const told = goals.get(id)
    if (!told) return [`${id} was acknowledged and is not in the record`]
    if (rests(told)) return []
    const tasks = Object.values(told.state.tasks).map((task) => `${task.agent} ${task.status}`)
    return [`${id} is ${told.state.status}, neither ended nor with a person (${tasks.join(', ')})`]
  })
