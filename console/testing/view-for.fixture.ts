import type { GoalView, InboxItem } from '../../store/port.ts'

/** A line of the goal list for tests. */
export const viewFor = (
  goal: string,
  change: {
    status: string
    text: string
    requester: string
    class?: string
    inbox?: InboxItem[]
    workflow?: string
    moved?: string
    cost?: string
  },
  version: number,
  at: string,
): GoalView => ({
  id: goal,
  version,
  class: null,
  halted: false,
  workflow: 'refunds-under-50',
  agent: null,
  account: 'api',
  created: at,
  updated: at,
  ended: change.status === 'ended' ? at : null,
  cost: '12300',
  moved: '',
  tour: false,
  inbox: [],
  outcome: null,
  ...change,
})
