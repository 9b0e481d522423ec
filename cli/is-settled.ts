import type { GoalPage } from '../contracts/http/goal-page.ts'

/** Nothing goes on by itself: it ended, a person is asked, or a person has halted it. */
export const isSettled = (page: Pick<GoalPage, 'status' | 'halted' | 'approvals'>): boolean =>
  page.status === 'ended' ||
  page.status === 'with-person' ||
  page.halted ||
  page.approvals.some(({ status }) => status === 'open')
