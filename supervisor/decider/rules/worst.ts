import type { EndClass } from '../../../contracts/events/goal-events.ts'

/** From what went by itself to what came to nothing. */
const order: readonly EndClass[] = ['done-alone', 'done-approved', 'declined', 'by-person', 'cancelled']

/** The class of a whole: the worst of its parts'. */
export const worst = (classes: readonly EndClass[]): EndClass =>
  order.findLast((one) => classes.includes(one)) ?? 'cancelled'
