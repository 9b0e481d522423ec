import { decider, guardsOf, type Mutant } from './mutant.ts'

/** What holds the parts of a split goal together. */
export const splitMutants: Mutant[] = [
  decider(
    'split.ts',
    'more than five matters are for a person',
    "if (to.intents.length > maxIntents) return { code: 'TOO_MANY_INTENTS' }",
    '',
    false,
    'More than 5: a person.',
    'TOO_MANY_INTENTS',
  ),
  decider(
    'split.ts',
    'a part is not taken apart again',
    'goal.routed || goal.parent !== null ||',
    'goal.routed ||',
    false,
    'Goal-level caps of all children within the largest single one.',
    'BAD_OUTCOME',
  ),
  decider(
    'split.ts',
    'the whole ends with the last of its parts',
    "goal.status !== 'split' || others.some((one) => one.class === null)",
    "goal.status !== 'split'",
    true,
    "split is left by every child's end.",
  ),
  decider(
    'rules/worst.ts',
    'the class of the whole is the worst',
    'order.findLast(',
    'order.find(',
    false,
    'Class = the worst.',
  ),
  decider(
    'take-over.ts',
    'nobody resolves a whole over its parts',
    "if (openChildren(goal).length > 0) return refusedTo(command, 'CHILDREN_OPEN')",
    '',
    false,
    'No goal ends with anything open.',
    'CHILDREN_OPEN',
  ),
  decider(
    'decide.ts',
    'a cancelled whole waits for its parts',
    "if (goal.status !== 'cancelling' || openChildren(goal).length > 0) return []",
    "if (goal.status !== 'cancelling') return []",
    true,
    'Cancel goes down, ends come up.',
  ),
  decider(
    'split.ts',
    'nothing open is left behind in the whole',
    "if (openEffects(goal).length > 0) return { code: 'EFFECT_OPEN' }",
    '',
    true,
    'No goal ends with anything open.',
    'EFFECT_OPEN',
  ),
  ...guardsOf(
    'supervisor/effects/effect-caps.ts',
    ['test/governance/split.int.test.ts#moves no more in all its parts'],
    [
      {
        off: 'the parts of a split goal share its cap',
        from: '[...lists, moneyOfWhole(goal, call.amount)]',
        to: 'lists',
        says: 'Goal-level caps of all children together within the largest single one.',
        codes: ['OVER_BUDGET'],
      },
    ],
  ),
]
