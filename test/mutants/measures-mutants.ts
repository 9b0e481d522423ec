import { decider, guardsOf, type Mutant } from './mutant.ts'

const judging = [
  'test/governance/judging.int.test.ts#is set by the role that owns it, and a mode never above the ceiling',
]

/** What is said of outcomes afterwards, and what it may change. */
export const measuresMutants: Mutant[] = [
  decider(
    'look-back.ts',
    'only what was drawn is reviewed',
    "if (!awaitsReview(goal)) return refusedTo(command, 'NOT_FOR_REVIEW')",
    '',
    false,
    '`review` sends a random share to the inbox; unreviewed is not reviewed, never right.',
    'NOT_FOR_REVIEW',
  ),
  decider(
    'look-back.ts',
    'who asked does not judge how it went',
    "if (goal.chain.includes(person.id)) return refusedTo(command, 'OWN_REQUEST')",
    '',
    false,
    'Separation holds for those who submitted.',
    'OWN_REQUEST',
  ),
  decider(
    'look-back.ts',
    'only what was done is undone',
    "if (effect.status !== 'done') return refusedTo(command, 'NOT_DONE')",
    '',
    false,
    'A wrong outcome, failed verification or reversed effect demotes at once and says why.',
    'NOT_DONE',
  ),
  decider(
    'rules/unattended.ts',
    'what a person ended is not reviewed',
    "ended === 'done-alone' || ended === 'declined'",
    'ended !== null',
    false,
    'review: of what ended without a person is looked at afterwards.',
    'NOT_FOR_REVIEW',
  ),
  decider(
    'rules/active-time.ts',
    'a page claims no more time than there was',
    'Math.max(0, Date.parse(at) - Date.parse(since))',
    'longest',
    false,
    "people's minutes: active page time, idle over 2 minutes not counted.",
  ),
  ...guardsOf('supervisor/people/take-mode-command.ts', judging, [
    {
      off: 'no mode is set above the ceiling',
      from: "if (above(mode, ceiling)) throw new RemitError('MODE_CEILING', { mode, ceiling })",
      says: 'The owner may also set a mode by hand, never above the ceiling.',
      codes: ['MODE_CEILING'],
    },
    {
      off: 'a mode is set by the owner',
      from: 'if (!person.roles.includes(workflow.owner))',
      to: 'if (false)',
      says: 'The owner may also set a mode by hand, never above the ceiling.',
      codes: ['NOT_YOUR_ROLE'],
    },
  ]),
]
