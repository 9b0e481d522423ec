/** What the first day shows: a text, and what the shop's own file must say afterwards of each order it names. */
export type TourGoal = {
  id: string
  goal: string
  title: string
  /** order -> what must have been given back for it in the tour, in minor units; read from the shop's file */
  refunded: Readonly<Record<string, number>>
  status: 'ended' | 'with-person' | 'waiting'
  class: string | null
}

/** Five goals on orders of the sample shop (examples/company/README.md has the table). Expectations, not results. */
export const tourGoals: readonly TourGoal[] = [
  {
    id: 'tour-alone',
    goal: 'Refund 15 EUR for order 1043, the cup arrived broken',
    title: 'done alone',
    refunded: { '1043': 1500 },
    status: 'ended',
    class: 'done-alone',
  },
  {
    id: 'tour-three-agents',
    goal: 'Please check the payment first, then refund 15 EUR for order 1100, it arrived damaged',
    title: 'three agents: triage, support, finance, and back',
    refunded: { '1100': 1500 },
    status: 'ended',
    class: 'done-alone',
  },
  {
    id: 'tour-refuted',
    goal: 'Refund 20 EUR for order 1051, you shipped it last week and I want my money back',
    title: 'the facts refute it',
    refunded: { '1051': 0 },
    status: 'ended',
    class: 'declined',
  },
  {
    id: 'tour-budget',
    goal: 'Refund orders 1045, 1046 and 1047, 19 EUR each, all three arrived broken',
    title: "the third stops at the goal's budget",
    refunded: { '1045': 1900, '1046': 1900, '1047': 0 },
    status: 'with-person',
    class: null,
  },
  {
    id: 'tour-yours',
    goal: 'Refund 35 EUR for order 1044, the lamp does not work',
    title: 'waits for you',
    refunded: { '1044': 0 },
    status: 'waiting',
    class: null,
  },
]
