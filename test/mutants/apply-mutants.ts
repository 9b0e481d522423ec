import { decider, type Mutant } from './mutant.ts'

/** Who may change the rules themselves. */
export const applyMutants: Mutant[] = [
  decider(
    'rules/may-apply.ts',
    'an owner applies a policy',
    "if (!owns(first)) return refused('NOT_YOUR_ROLE')",
    '',
    false,
    'policy apply: its difference shown, owner and second person.',
    'NOT_YOUR_ROLE',
  ),
  decider(
    'rules/may-apply.ts',
    'nobody is their own second person',
    "if (second.id === first.id) return refused('OWN_REQUEST')",
    '',
    false,
    'What may allow more takes the owner and a second person.',
    'OWN_REQUEST',
  ),
  decider(
    'rules/may-apply.ts',
    'what may allow more takes two',
    "files.some(isCompany) || changes.some(({ effect }) => effect === 'looser')",
    'files.some(isCompany)',
    false,
    'What may allow more takes the owner and a second person.',
    'SECOND_PERSON',
  ),
  decider(
    'rules/may-apply.ts',
    "the company's files take two",
    "files.some(isCompany) || changes.some(({ effect }) => effect === 'looser')",
    "changes.some(({ effect }) => effect === 'looser')",
    false,
    'What may allow more takes the owner and a second person.',
    'SECOND_PERSON',
  ),
  decider(
    'rules/may-apply.ts',
    'the second owns something',
    'ownsAny(second) && covered',
    'covered',
    false,
    'What may allow more takes the owner and a second person.',
    'NOT_YOUR_ROLE',
  ),
]
