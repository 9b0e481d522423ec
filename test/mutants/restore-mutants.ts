import { decider, type Mutant } from './mutant.ts'

const says =
  'A start after `remit restore` is quarantine: reads only, open effects reconciled, lifted by a person.'

/** What a store that forgot keeps from being done twice. */
export const restoreMutants: Mutant[] = [
  decider(
    'claim-effect.ts',
    'an approved call that a restored store may have forgotten is looked up first',
    '...(command.forgotten ? [lookFirst(effect.id, claim)] : []),',
    '',
    false,
    says,
    'RESTORED',
  ),
  decider(
    'propose.ts',
    'a call that a restored store may have forgotten is looked up first',
    '...(command.forgotten ? [lookFirst(call.effect, claim)] : []),',
    '',
    false,
    says,
    'RESTORED',
  ),
]
