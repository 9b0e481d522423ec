import { RemitError } from '../../contracts/errors.ts'
import type { ControlState } from '../control/control-state.ts'
import type { Person } from '../decider/terms.ts'
import type { Deps } from '../deps.ts'
import { mustOwn } from './must-own.ts'

/**
 * Who may erase, send dead letters again, lift a quarantine and rotate keys: the role that company.yaml names
 * (`record.role`), else whoever owns a workflow. @throws RemitError NOT_YOUR_ROLE
 */
export const mayKeepRecord = (deps: Deps, control: ControlState, person: Person): void => {
  const role = deps.policies.current(control).company.record.role
  if (role === undefined) return mustOwn(deps, control, person)
  if (!person.roles.includes(role)) throw new RemitError('NOT_YOUR_ROLE', { role })
}
