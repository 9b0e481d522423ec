import { decider, type Mutant } from './mutant.ts'

/** What waits for a person when its tool gets another definition. */
export const askAnewMutants: Mutant[] = [
  decider(
    'ask-anew.ts',
    'what does not fit the new definition is not asked',
    "judgement === null || command.unfit !== ''",
    'judgement === null',
    false,
    'A tool whose definition changed is refused until a person accepts it; what waited is asked anew.',
    'DEFINITION_CHANGED',
  ),
  decider(
    'ask-anew.ts',
    'what is not allowed is not asked anew',
    '!judgement.allow',
    'false',
    false,
    'A tool whose definition changed is refused until a person accepts it; what waited is asked anew.',
  ),
  decider(
    'ask-anew.ts',
    'what is bound to the definition is left alone',
    ' || approval.definition === command.definition',
    '',
    false,
    'A tool whose definition changed is refused until a person accepts it; what waited is asked anew.',
  ),
]
