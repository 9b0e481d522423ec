import { openChildren } from '../decider/split.ts'
import { fresh, now, send, type World } from './world-for-test.ts'

/** A part of a split goal ends, or one that has ended is told again, or one that it does not have. */
export const endPart = (world: World, honest = false): void => {
  const { dice, state } = world
  if (state?.split === undefined || state.split === null) return
  const open = openChildren(state)
  const any = [...state.split.children.map((one) => one.goal), fresh(world, 'g')]
  const child = honest || !dice.once(3) ? open[0] : dice.pick(any)
  if (child === undefined) return
  const classes = ['done-alone', 'done-approved', 'declined', 'by-person', 'cancelled'] as const
  const endClass = dice.pick([...classes]) ?? 'declined'
  send(world, { type: 'ChildGoalEnded', at: now(world), child, class: endClass, code: 'CHECKED' }, honest)
}
