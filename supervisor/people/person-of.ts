import { RemitError } from '../../contracts/errors.ts'
import type { ControlState } from '../control/control-state.ts'
import type { Person } from '../decider/terms.ts'
import type { Deps } from '../deps.ts'

/** A person of people.yaml with the roles and the limit of now. @throws RemitError UNKNOWN_PERSON */
export const personOf = (deps: Deps, control: ControlState, id: string): Person => {
  const found = deps.policies.current(control).people.find((one) => one.id === id)
  if (!found) throw new RemitError('UNKNOWN_PERSON', { person: id })
  return { id: found.id, roles: found.roles, limit: found.limit }
}
