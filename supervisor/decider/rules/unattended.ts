import type { EndClass } from '../../../contracts/events/goal-events.ts'

/** Ends that no person had a part in: of these a share is looked at afterwards. */
export const unattended = (ended: EndClass | null): boolean => ended === 'done-alone' || ended === 'declined'
