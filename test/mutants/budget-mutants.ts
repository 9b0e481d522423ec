import { decider, type Mutant } from './mutant.ts'

const spent = 'At 100 % the goal stops before the spend and goes to a person.'
const raised = "Who may raise the goal's own cap: a role with that limit, never the requester."

/** The goal's own budgets: counted, warned of, and raised by people who may. */
export const budgetMutants: Mutant[] = [
  decider(
    'rules/attempt-room.ts',
    'attempts are a budget, too',
    'attempts === null || goal.attempts + more <= attempts',
    'true',
    false,
    spent,
    'OVER_BUDGET',
  ),
  decider(
    'rules/count-warning.ts',
    'a count that reaches 80 % is warned of',
    'used * 5 < cap * 4',
    'true',
    false,
    '80 % warns.',
  ),
  decider(
    'rules/may-top-up.ts',
    'the owner raises a budget',
    "if (!person.roles.includes(owner)) return 'NOT_YOUR_ROLE'",
    '',
    false,
    raised,
    'NOT_YOUR_ROLE',
  ),
  decider(
    'rules/may-top-up.ts',
    'never the requester',
    "if (goal.chain.includes(person.id)) return 'OWN_REQUEST'",
    '',
    false,
    raised,
    'OWN_REQUEST',
  ),
  decider(
    'rules/may-top-up.ts',
    'up to what the person may decide',
    "overLimit(whole, person.limit) ? 'OVER_LIMIT' : null",
    "false ? 'OVER_LIMIT' : null",
    false,
    raised,
    'OVER_LIMIT',
  ),
  decider(
    'top-up.ts',
    'nothing is raised past what stands above',
    "if (!command.grows) return refusedTo(command, 'CAP_ABOVE')",
    '',
    false,
    'Company caps stand above all; a workflow may only tighten them.',
    'CAP_ABOVE',
  ),
  decider(
    'work.ts',
    'calls that are out are waited for',
    "if (granted <= 0 && out) return answer({ kind: 'later', code: 'CALLS_OUT' })",
    '',
    false,
    'tool_calls: the gateway draws slices; unused returned at park and end.',
    'CALLS_OUT',
  ),
  decider(
    'rules/count-warning.ts',
    'a count is warned of once',
    'goal.warned.includes(kind) || ',
    '',
    false,
    '80 % warns, once a key and period.',
  ),
  decider(
    'work.ts',
    'a slice of calls comes back once, and no more than it had',
    ' || returned > (goal.calls.out[holder]?.calls ?? 0)',
    '',
    false,
    'tool_calls: slices of 5 per task and attempt, 1 a call.',
  ),
]
