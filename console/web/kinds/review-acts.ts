import type { GoalItem } from './goal-item.ts'
import type { ReadAct } from './item-kind.ts'
import { readNote } from './read-note.ts'

/** A form of a review's page as the one command that it asks for, or what is wrong with it. */
export const readReviewAct = (item: GoalItem, name: string, form: URLSearchParams): ReadAct => {
  if (name !== 'right' && name !== 'wrong') return { kind: 'none' }
  const goal = item.goal.id
  const { errors, said, time } = readNote(form, { required: name === 'wrong' })
  return Object.keys(errors).length > 0
    ? { kind: 'faults', errors }
    : {
        kind: 'order',
        order: { kind: 'review', ...time, body: { goal, verdict: name, ...said }, goal: () => goal },
      }
}
