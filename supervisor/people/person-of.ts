import { RemitError } from '../../contracts/errors.ts'
import { standsFor } from '../../contracts/stands-for.ts'
import type { ControlState } from '../control/control-state.ts'
import type { Person } from '../decider/terms.ts'
import type { Deps } from '../deps.ts'

/**
 * A person of people.yaml with the roles and the limit of now, and whose deputy they are now.
 * @throws RemitError UNKNOWN_PERSON
 */
export const personOf = (deps: Deps, control: ControlState, id: string): Person => {
  const { people, company } = deps.policies.current(control)
  const found = people.find((one) => one.id === id)
  if (!found) throw new RemitError('UNKNOWN_PERSON', { person: id })
  const rota = { people, timezone: company.timezone, at: deps.now() }
  return { id: found.id, roles: found.roles, limit: found.limit, standsFor: standsFor(id, rota) }
}
