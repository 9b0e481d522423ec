import { z } from 'zod'
import { FactRead } from '../../contracts/tools.ts'
import type { Goal } from '../decider/state.ts'
import type { Deps } from '../deps.ts'
import { argsOf, goalView, valuesOf } from './judge-effect.ts'
import { moneyKeys } from '../policy/budget-keys.ts'
import { reservationLines } from './reserve-effect.ts'

/**
 * What a person did by hand has moved whether or not a cap covers it: it counts in every budget (and what
 * follows the commit makes it a prior for others). What was held for the effect already is kept by its own settlement and not counted twice.
 */
export const countByPerson = async (deps: Deps, before: Goal, after: Goal, id: string): Promise<void> => {
  const effect = after.effects[id]
  if (!effect?.byPerson) return
  const { store } = deps
  const at = after.updated
  const { amount, tool, agent } = effect
  const held = Object.values(before.holders).some(
    (holder) => holder.status === 'open' && 'effect' in holder && holder.effect === id,
  )
  if (amount === null || held || effect.facts === null) return
  const control = await deps.control.fresh()
  const policy = deps.policies.of(control, after.policy)
  const write = policy.workflows.get(after.workflow)?.writes.get(tool)
  const facts = valuesOf(z.array(FactRead).parse(await store.getTrail(after.id, effect.facts)))
  if (!write || facts === null) return
  const scope = { workflow: after.workflow, goal: after.id, agent }
  const given = {
    args: await argsOf(deps, after.id, effect.args),
    goal: await goalView(deps, after),
    facts,
    amount,
  }
  const keys = moneyKeys(policy, scope, write, given)
  if (!keys.ok) return
  const lines = keys.value.flatMap((one) => reservationLines(one, amount, at))
  // The cap is not asked: it has happened.
  await store.reserve(
    `${id}.person`,
    after.id,
    at,
    lines.map((line) => ({ ...line, limit: 2n ** 62n })),
  )
  await store.settle(`${id}.person`, 'all')
}
