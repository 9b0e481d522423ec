import { guardsOf } from './mutant.ts'

const looked = ['supervisor/decider/look-back.test.ts']
const timed = ['supervisor/decider/measured.test.ts']
const earned = ['contracts/measures/evidence-of.test.ts']
const trusted = ['test/governance/promotion.int.test.ts']

/** What keeps the figures honest, and trust earned. */
export const trustMutants = [
  ...guardsOf('supervisor/decider/look-back.ts', looked, [
    {
      off: 'a review is answered once',
      from: 'if (goal.measured.review !== null && goal.measured.review.verdict !== null)',
      to: 'if (false)',
      says: 'error = wrong / reviewed, with interval and n.',
    },
    {
      off: 'an effect is reversed once',
      from: "if (goal.measured.reversed.includes(effect.id)) return refusedTo(command, 'ALREADY_DECIDED')",
      says: 'Flagged and reversed ones added.',
    },
  ]),
  ...guardsOf('supervisor/decider/measure.ts', looked, [
    {
      off: 'no goal of the tour is drawn for review',
      from: '  !goal.tour &&\n',
      says: 'Tour and replay goals excluded.',
    },
  ]),
  ...guardsOf('supervisor/decider/rules/active-time.ts', timed, [
    {
      off: 'active time is no longer than a working day',
      from: 'Math.max(claimed, 0), longest,',
      to: 'Math.max(claimed, 0),',
      says: "People's minutes (active page time, idle over 2 minutes not counted).",
    },
  ]),
  ...guardsOf('supervisor/decider/measured.ts', timed, [
    {
      off: 'only what the mode asked for is a suggestion',
      from: 'if (!byMode(why)) return before',
      says: 'A suggestion is an approval that the mode asks for.',
    },
    {
      off: 'the first of two votes accepts nothing',
      from: "event.type === 'ApprovalRejected' || event.data.complete",
      to: 'true',
      says: 'Over `four_eyes_over` two different people.',
    },
  ]),
  ...guardsOf(
    'supervisor/decider/check.ts',
    ['supervisor/decider/check.test.ts'],
    [
      {
        off: 'who was told how to go on did not do it alone',
        from: 'approved || goal.instructions.length > 0',
        to: 'approved',
        says: 'Every goal ends in exactly one class: done alone, done with approval, ...',
      },
    ],
  ),
  ...guardsOf('contracts/measures/evidence-of.ts', earned, [
    {
      off: 'two people decided',
      from: 'people.length >= 2',
      to: 'true',
      says: 'At least two people decided.',
    },
    {
      off: 'no decision took less than three seconds',
      from: 'fastestMs !== null && fastestMs < fastest',
      to: 'false',
      says: 'None under 3 s.',
    },
    {
      off: 'the lower bound, not the share',
      from: 'low >= enough',
      to: 'accepted / suggestions >= enough',
      says: 'The lower 95 % Wilson bound of accepted suggestions is 0.90 or more.',
    },
    {
      off: 'goals of the tour earn nothing',
      from: '.filter((one) => !one.tour)',
      says: 'Tour and replay goals excluded.',
    },
    {
      off: 'suggestions count for 90 days',
      from: '.filter((one) => one.at >= since)',
      says: 'Over 90 days.',
    },
  ]),
  ...guardsOf(
    'supervisor/reactor/outcome-of.ts',
    ['test/measures/recount.test.ts'],
    [
      {
        off: 'an edit is no acceptance',
        from: "one.answer === 'accepted' && !one.edited",
        to: "one.answer === 'accepted'",
        says: 'An edit of key, amount or recipient counts as not accepted.',
      },
      {
        off: 'an end that nothing proves is not resolved',
        from: "one.status === 'refused' && one.code === goal.endCode",
        to: 'false',
        says: 'Accepted only where `done_when` held or the rule that declined is named.',
      },
    ],
  ),
  ...guardsOf(
    'contracts/measures/tally.ts',
    ['test/measures/recount.test.ts'],
    [
      {
        off: 'flagged and reversed goals are wrong',
        from: "goal.review === 'wrong' || goal.flagged || goal.reversed",
        to: "goal.review === 'wrong'",
        says: 'Flagged and reversed ones added.',
      },
      {
        off: 'goals found wrong cost their baseline',
        from: 'tally.wrongMs += wrong ? (minutes.baseline ?? 0) : 0',
        says: "time saved = baseline of done goals - people's minutes - baseline of goals found wrong.",
      },
    ],
  ),
  ...guardsOf(
    'console/answers/outcomes.ts',
    ['test/measures/recount.test.ts'],
    [
      {
        off: 'goals of the tour are not counted',
        from: 'if (goal.tour || goal.ended === null) continue',
        to: 'if (goal.ended === null) continue',
        says: 'Tour and replay goals excluded.',
      },
    ],
  ),
  ...guardsOf('supervisor/people/take-mode-command.ts', trusted, [
    {
      off: 'a promotion is earned',
      from: 'if (evidence === null || missing.length > 0)',
      to: 'if (evidence === null)',
      says: 'Promotion is proposed when the lower 95 % Wilson bound of accepted suggestions is 0.90 or more.',
      codes: ['NOT_EARNED'],
    },
    {
      off: 'a promotion stays below the ceiling',
      from: 'if (to === null || above(to, ceiling))',
      to: 'if (to === null)',
      says: 'Never above the ceiling.',
      codes: ['MODE_CEILING'],
    },
  ]),
  ...guardsOf('supervisor/record/after-commit.ts', trusted, [
    {
      off: 'a wrong outcome demotes at once',
      from: 'await demoteAtOnce(deps, handled)',
      says: 'A wrong outcome, failed verification or reversed effect demotes at once and says why.',
    },
  ]),
  ...guardsOf(
    'supervisor/control/lost-trust.ts',
    ['supervisor/control/lost-trust.test.ts'],
    [
      {
        off: 'a failed verification demotes',
        from: "event.type === 'EffectSettling' && event.data.code === 'VERIFY_FAILED'",
        to: 'false',
        says: 'A wrong outcome, failed verification or reversed effect demotes at once and says why.',
      },
      {
        off: 'a reversed effect demotes',
        from: "event.type === 'EffectReversed'",
        to: 'false',
        says: 'A wrong outcome, failed verification or reversed effect demotes at once and says why.',
      },
      {
        off: 'a goal of the tour costs no trust',
        from: 'if (goal.tour) return []',
        says: 'Tour and replay goals excluded.',
      },
    ],
  ),
  ...guardsOf('supervisor/control/evidence-for.ts', trusted, [
    {
      off: 'what was shown before trust was lost counts no more',
      from: 'lost > window ? lost : window',
      to: 'window',
      says: 'A wrong outcome, failed verification or reversed effect demotes at once and says why.',
    },
  ]),
  ...guardsOf('supervisor/control/look-for-promotions.ts', trusted, [
    {
      off: 'the look is made once a day, by one replica',
      from: '`promotions-${day}`',
      to: '`promotions-${day}-${Math.random()}`',
      says: 'Looked at once a day.',
    },
  ]),
]
