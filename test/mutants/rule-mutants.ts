import { decider, type Mutant } from './mutant.ts'

/** Who may do what, each rule for itself. */
export const ruleMutants: Mutant[] = [
  decider('rules/known-task.ts', 'another worker is refused', ' || task.worker !== asked.worker', '', true),
  decider(
    'rules/known-task.ts',
    'a cancelled goal does nothing new',
    "if (goal.status === 'cancelling') return { code: 'CANCELLED' }",
    '',
    false,
  ),
  decider('rules/asks.ts', 'suggest asks', "if (mode === 'suggest') why.push('mode')", '', true),
  decider(
    'rules/asks.ts',
    'what is not low-risk asks',
    "if (mode === 'act-low-risk' && !judgement.lowRisk) why.push('risk')",
    '',
    true,
  ),
  decider(
    'rules/asks.ts',
    'an earlier effect on the key asks',
    'if (earlier.held || (earlier.count > 0',
    'if (false && (earlier.count > 0',
    true,
  ),
  decider(
    'rules/asks.ts',
    'always_over asks',
    "if (over(amount, approve.alwaysOver)) why.push('always_over')",
    '',
    true,
  ),
  decider(
    'rules/asks.ts',
    'four eyes',
    'const votes = four || (separate && person === null) ? 2 : 1',
    'const votes = 1 as 1 | 2',
    true,
  ),
  decider(
    'rules/approver.ts',
    'the role',
    "if (!person.roles.includes(vote.role)) return 'NOT_YOUR_ROLE'",
    '',
    true,
  ),
  decider(
    'rules/approver.ts',
    'separation',
    "if (vote.separate && vote.chain.includes(person.id)) return 'OWN_REQUEST'",
    '',
    true,
  ),
  decider(
    'rules/approver.ts',
    'one vote each',
    "if (vote.voters.includes(person.id)) return 'SECOND_PERSON'",
    '',
    true,
  ),
  decider(
    'rules/approver.ts',
    'the limit',
    "overLimit(vote.amount, person.limit) ? 'OVER_LIMIT' : null",
    "false ? 'OVER_LIMIT' : null",
    true,
  ),
]
