import { goalIdOf } from '../../contracts/goal-id.ts'
import type { PersonCommand } from '../../contracts/platform.ts'
import type { Deps } from '../deps.ts'
import { submit } from '../intake/take-intake.ts'
import type { ContractCheck } from '../tasks/contract-check.ts'
import { personOf } from './person-of.ts'

/** A goal that a person who is signed in submits: the door knows who asked. */
export const takeSubmission = async (
  deps: Deps,
  check: ContractCheck,
  asked: Extract<PersonCommand, { kind: 'submit' }>,
  traceparent: string,
): Promise<void> => {
  const { submission, tour } = asked.body
  personOf(deps, await deps.control.fresh(), asked.person)
  const goal = goalIdOf('api', submission.id ?? asked.id)
  await submit(
    deps,
    check,
    {
      goal,
      account: 'api',
      source: 'operator',
      submission,
      person: asked.person,
      tour: tour ?? false,
      traceparent,
    },
    asked.id,
  )
}
