import { RemitError } from '../../../contracts/errors.ts'
import { Id } from '../../../contracts/ids.ts'
import type { GoalPage } from '../../../contracts/http/goal-page.ts'
import type { Envelope } from '../../../contracts/envelope.ts'
import type { ConsoleDeps } from '../../deps.ts'
import { findGoalPage } from '../../pages/goal-page.ts'
import type { ControlState } from '../../record/control-state.ts'
import { namesIn } from '../name-of.ts'
import type { NameOf } from '../name-of.ts'
import { timeShower } from '../parts/show-time.ts'
import type { ShowTime } from '../parts/show-time.ts'

/** What the page of any item of a goal is made from: the record, and nothing else. */
export type GoalItem = {
  goal: GoalPage
  events: Envelope[]
  control: ControlState
  nameOf: NameOf
  time: ShowTime
  now: Date
}

/** Null where there is no such goal. */
export const readGoalItem = async (deps: ConsoleDeps, id: string): Promise<GoalItem | null> => {
  if (!Id.safeParse(id).success) return null
  const control = await deps.control()
  try {
    const goal = await findGoalPage(deps.store, control, id)
    const time = timeShower(control.policy?.company?.timezone ?? 'UTC')
    return {
      goal,
      events: await deps.store.load(id),
      control,
      nameOf: namesIn(control),
      time,
      now: deps.now(),
    }
  } catch (error) {
    if (error instanceof RemitError && error.code === 'UNKNOWN_GOAL') return null
    throw error
  }
}
