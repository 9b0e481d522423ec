import type { Dice } from './dice.ts'

export type GoalKind = 'low' | 'part' | 'ask' | 'old' | 'over' | 'three' | 'budget' | 'pair'
export type PlannedGoal = { id: string; kind: GoalKind; text: string }

const texts = {
  low: (order: string) => `Refund 15 EUR for order ${order}, it arrived broken`,
  ask: (order: string) => `Refund 35 EUR for order ${order}, it arrived broken`,
  old: () => 'Refund 20 EUR for order 1051, you shipped it last week and I want my money back',
  over: () => 'Refund 80 EUR for order 1052, it arrived broken',
  three: (first: string, second: string, third: string) =>
    `Refund orders ${first}, ${second} and ${third}, 15 EUR each, all three arrived broken`,
  budget: () => 'Refund orders 1045, 1046 and 1047, 19 EUR each, all three arrived broken',
  pair: (order: string) => `Refund 15 EUR for order ${order}, the lid is broken`,
} as const

/** Goals of every kind for one seed, on orders that no other goal of it touches, except the pairs. */
export const goalPlan = (seed: number, dice: Dice) => {
  let small = 1101
  let large = 1150
  let count = 0
  const next = {
    small: () => String(small < 1149 ? small++ : small),
    large: () => String(large < 1199 ? large++ : large),
  }
  const pairs = ['1042', '1060', '1062']
  const make = (kind: GoalKind, text: string): PlannedGoal => {
    count += 1
    return { id: `seed-${seed}-${count}-${kind}`, kind, text }
  }
  const one = (kind: GoalKind): PlannedGoal[] => {
    switch (kind) {
      case 'low':
        return [make(kind, texts.low(next.small()))]
      // More could be refunded of this order: only the record keeps a second time from happening.
      case 'part':
        return [make(kind, texts.low(next.large()))]
      case 'ask':
        return [make(kind, texts.ask(next.large()))]
      case 'old':
        return [make(kind, texts.old())]
      case 'over':
        return [make(kind, texts.over())]
      case 'three':
        return [make(kind, texts.three(next.small(), next.small(), next.small()))]
      case 'budget':
        return [make(kind, texts.budget())]
      case 'pair': {
        const text = texts.pair(pairs.shift() ?? next.large())
        return [make(kind, text), make(kind, text)]
      }
      default:
        return kind satisfies never
    }
  }
  return {
    /** the first goals: one of each kind, and some more */
    first: (more: number): PlannedGoal[] => {
      const kinds: GoalKind[] = ['low', 'part', 'ask', 'old', 'over', 'three', 'budget', 'pair']
      for (let n = 0; n < more; n += 1)
        kinds.push(dice.pick<GoalKind>(['low', 'part', 'part', 'ask', 'pair']))
      return kinds.flatMap(one)
    },
    /** goals that pass every place of the processes once more */
    again: (): PlannedGoal[] => [...one('ask'), ...one('part')],
  }
}
