import { decider, guardsOf, type Mutant } from './mutant.ts'

/** People are told, once, not in their quiet hours, and of nothing that the goal's own text says. */
export const tellingMutants: Mutant[] = [
  decider(
    'told.ts',
    'what was delivered stays so',
    " || before?.code === ''",
    '',
    false,
    'People are told: mail and webhook per person and role.',
  ),
  ...guardsOf(
    'supervisor/people/plan-notices.ts',
    ['supervisor/people/plan-notices.test.ts'],
    [
      {
        off: 'nothing is sent in quiet hours',
        from: 'quietEnd(later, person.quiet ?? [], policy.company.timezone)',
        to: 'quietEnd(later, [], policy.company.timezone)',
        says: 'Quiet hours, deputies.',
      },
      {
        off: 'who voted or asked is not told',
        from: '!telling.not.includes(id) &&',
        says: 'No approver is in the chain of those who submitted.',
      },
      {
        off: 'a delivered notice is not sent again',
        from: "before.code === '' || ",
        says: 'People are told: mail and webhook per person and role.',
      },
    ],
  ),
  ...guardsOf(
    'console/tell/public-address.ts',
    ['console/tell/public-address.test.ts'],
    [
      {
        off: 'a webhook goes to no address of this machine',
        from: "  ['127.0.0.0', 8],\n",
        says: 'Outbound requests refuse private addresses unless configured.',
      },
    ],
  ),
]
