import { RemitError } from '../../contracts/errors.ts'
import type { ControlState } from '../control/control-state.ts'
import type { Person } from '../decider/terms.ts'
import type { Deps } from '../deps.ts'

const owners = (deps: Deps, control: ControlState): Set<string> =>
  new Set([...deps.policies.current(control).workflows.values()].map((workflow) => workflow.policy.owner))

/** For commands on the company as a whole: whoever owns a workflow. @throws RemitError NOT_YOUR_ROLE */
export const mustOwn = (deps: Deps, control: ControlState, person: Person): void => {
  const roles = owners(deps, control)
  if (!person.roles.some((role) => roles.has(role)))
    throw new RemitError('NOT_YOUR_ROLE', { roles: [...roles].join(', ') })
}
