import { z } from 'zod'
import type { Money } from '../../contracts/money.ts'
import { FactRead } from '../../contracts/tools.ts'
import { toLine } from '../../store/reservation-lines.ts'
import type { ControlState } from '../control/control-state.ts'
import type { Goal } from '../decider/state.ts'
import type { LedgerAnswer } from '../decider/terms.ts'
import type { Deps } from '../deps.ts'
import { movedKeys } from '../policy/budget-keys.ts'
import type { Built } from '../record/handle.ts'
import { moneyOfWhole, strictestCaps } from './effect-caps.ts'
import { holdName } from './hold-name.ts'
import { argsOf, bothPolicies, goalView, valuesOf } from './judge-effect.ts'
import { reservationLines } from './reserve-effect.ts'

/** What is in the world is counted, and no cap is asked. */
const noLimit = 2n ** 61n

type Counted = {
  ledger: Extract<LedgerAnswer, { ok: true }>
  release: NonNullable<Built['release']>
}

/**
 * What a person did by hand has moved whether or not a cap covers it: it counts in every budget of the goal's policy and
 * of the current one, with the amount that the person names. It is held before the commit that says so, like everything
 * that is counted, so that whoever dies in between leaves it either in the record and the ledger, or in neither.
 */
export const reserveByPerson = async (
  deps: Deps,
  control: ControlState,
  goal: Goal,
  asked: { effect: string; happened: boolean | undefined; amount: Money | null; at: string },
): Promise<Counted> => {
  const { store } = deps
  const effect = goal.effects[asked.effect]
  const amount = asked.amount ?? effect?.amount ?? null
  const nothing: Counted = {
    ledger: { ok: true, holder: '', warned: [], reservations: [] },
    release: () => Promise.resolve(),
  }
  if (!effect || amount === null || asked.happened === false) return nothing
  const reads =
    effect.facts === null ? [] : z.array(FactRead).parse(await store.getTrail(goal.id, effect.facts))
  const given = {
    args: await argsOf(deps, goal.id, effect.args),
    goal: await goalView(deps, goal),
    facts: valuesOf(reads) ?? {},
    amount,
  }
  const scope = { workflow: goal.workflow, goal: goal.id, agent: effect.agent, raised: goal.raised }
  const keys = strictestCaps([
    ...bothPolicies(deps, control, goal).map((policy) => {
      const write = policy.workflows.get(goal.workflow)?.writes.get(effect.tool)
      return movedKeys(policy, scope, write, given)
    }),
    moneyOfWhole(goal, amount),
  ])
  const lines = keys
    .flatMap((key) => reservationLines(key, amount, asked.at))
    .map((line) => ({ ...line, limit: noLimit }))
  if (lines.length === 0) return nothing
  const reservations = lines.map(toLine)
  const holder = holdName(`${effect.id}.person`, goal, reservations)
  await store.reserve(holder, goal.id, asked.at, lines)
  return {
    ledger: { ok: true, holder, warned: [], reservations },
    release: async (now) => {
      if (now !== null && now.version > goal.version && now.holders[holder] === undefined)
        await store.settle(holder, 'none')
    },
  }
}
