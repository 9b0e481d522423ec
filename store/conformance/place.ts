import type { Commit, GoalView, Store } from '../port.ts'

/** Where stores are opened: each `open` is another handle on the same data, as another replica would have it. */
export type Place = { open: () => Promise<Store>; [Symbol.asyncDispose]: () => Promise<void> }
export type CreatePlace = () => Promise<Place>

export const noon = '2026-11-22T12:00:00.000Z'

/** A commit of as many events as `notes`, with a cause of its own for each log and place. */
export const commitOf = (
  log: string,
  expected: number,
  notes: string[],
  more: Partial<Commit> = {},
): Commit => ({
  log,
  expected,
  at: noon,
  by: { kind: 'supervisor', id: 's1' },
  cause: `command-${expected}`,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  events: notes.map((note) => ({ type: 'Noted', v: 1, data: { note } })),
  ...more,
})

export const viewOf = (id: string, version: number, more: Partial<GoalView> = {}): GoalView => ({
  id,
  version,
  status: 'working',
  class: null,
  halted: false,
  workflow: 'refunds',
  agent: 'support',
  requester: 'ann',
  account: 'local',
  created: noon,
  updated: noon,
  ended: null,
  cost: '0',
  moved: '0',
  tour: false,
  text: 'digest',
  inbox: [],
  outcome: null,
  ...more,
})
