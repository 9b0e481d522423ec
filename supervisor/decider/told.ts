import type { Channel, Stage } from '../../contracts/notices.ts'
import type { Decision } from './decision.ts'
import { nothing } from './escalate.ts'
import type { Goal } from './state.ts'

/** The console says how it went to tell somebody of an inbox item. It decides nothing: that is for the person. */
export type Told = {
  type: 'Told'
  at: string
  notice: string
  item: string
  stage: Stage
  person: string
  channel: Channel
  /** '' = delivered */
  code: string
}

/** Delivered is for good, whatever a later try says; a failure counts, so that the next try comes later. */
export const told = (command: Told, goal: Goal): Decision => {
  const { notice, item, stage, person, channel, code } = command
  const before = goal.told[notice]
  if (goal.status === 'ended' || before?.code === '') return nothing
  const about = { notice, item, stage, person, channel }
  return {
    events: [
      code === ''
        ? { type: 'PersonTold', data: about }
        : { type: 'TellingFailed', data: { ...about, code, attempt: (before?.attempts ?? 0) + 1 } },
    ],
    answer: { kind: 'none' },
  }
}
