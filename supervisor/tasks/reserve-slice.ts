import { minorOf, fromMinor } from '../../contracts/money.ts'
import type { Reservation } from '../../store/port.ts'
import type { ControlState } from '../control/control-state.ts'
import { dayIn } from '../../contracts/day-in.ts'
import type { Goal, Spent } from '../decider/state.ts'
import type { LedgerAnswer } from '../decider/terms.ts'
import type { Deps } from '../deps.ts'
import { holdName } from '../effects/hold-name.ts'
import { toLine } from '../../store/reservation-lines.ts'
import { strictestCaps } from '../effects/effect-caps.ts'
import { bothPolicies } from '../effects/judge-effect.ts'
import { capsOfWhole } from '../policy/shared-caps.ts'
import { budgetKeys, type BudgetKey } from '../policy/budget-keys.ts'

const firstSlice = 8000
/** Minor units to millionths of the currency unit, whatever number of decimals the currency has. */
const millionths = (money: { amount: string; currency: string }): bigint => {
  const one = minorOf({ amount: '1', currency: money.currency })
  return (minorOf(money) * 1_000_000n) / one
}

const lineOf = (key: BudgetKey, slice: Spent, currency: string, at: string): Reservation[] => {
  const place = {
    key: key.key,
    period: key.period === 'goal' ? ('all' as const) : key.period,
    day: key.period === 'goal' ? '' : dayIn(at, key.timezone),
  }
  if (key.kind === 'tokens' && 'count' in key.limit)
    return [
      {
        ...place,
        kind: 'tokens',
        currency: '',
        amount: BigInt(slice.tokens),
        limit: BigInt(key.limit.count),
      },
    ]
  if (key.kind === 'cost' && 'money' in key.limit && key.limit.money.currency === currency)
    return [
      { ...place, kind: 'cost', currency, amount: BigInt(slice.cost), limit: millionths(key.limit.money) },
    ]
  return []
}

const shown = (line: Reservation, amount: bigint): string =>
  line.kind === 'tokens'
    ? String(amount)
    : `${fromMinor((amount * minorOf({ amount: '1', currency: line.currency })) / 1_000_000n, line.currency).amount} ${line.currency}`

/**
 * A slice of tokens and cost before a model is called: what the call may take at most, at the model's price, from the
 * goal, the agent, the workflow and the company at once. A model without a price is refused where cost is capped.
 */
export const reserveSlice = async (
  deps: Deps,
  control: ControlState,
  goal: Goal,
  asked: { agent: string; model: string; tokens: number | 'first'; what: string; at: string },
): Promise<{ slice: Spent; ledger: LedgerAnswer }> => {
  // Caps of the goal's policy and of the current one; prices are those of now.
  const policy = deps.policies.current(control)
  const scope = { workflow: goal.workflow, goal: goal.id, agent: asked.agent, raised: goal.raised }
  const keys = strictestCaps([
    ...bothPolicies(deps, control, goal).map((one) => budgetKeys(one, scope)),
    capsOfWhole(goal.parent),
  ])
  const model = policy.models.find((one) => one.name === asked.model)
  const none: Spent = { tokens: 0, cost: 0 }
  if (!model && keys.some((key) => key.kind === 'cost'))
    return {
      slice: none,
      ledger: { ok: false, key: `model:${asked.model}`, kind: 'cost', asked: '', left: 'no price' },
    }
  const tokens = asked.tokens === 'first' ? firstSlice : asked.tokens
  const price = model === undefined ? 0 : Math.max(model.input, model.output)
  const slice: Spent = { tokens, cost: Math.ceil((tokens * price) / 1_000_000) }
  const lines = keys.flatMap((key) =>
    lineOf(key, slice, model?.currency ?? policy.company.currency, asked.at),
  )
  const reservations = lines.map(toLine)
  // Named even where no cap covers it: what the model used is counted by its slices.
  const holder = holdName(asked.what, goal, reservations)
  if (lines.length === 0) return { slice, ledger: { ok: true, holder, warned: [], reservations } }
  const held = await deps.store.reserve(holder, goal.id, asked.at, lines)
  if (held.ok)
    return {
      slice,
      ledger: {
        ok: true,
        holder,
        warned: held.warned.map((line) => ({ key: line.key, kind: line.kind, percent: 80 })),
        reservations,
      },
    }
  const { failed, left } = held
  return {
    slice: none,
    ledger: {
      ok: false,
      key: failed.key,
      kind: failed.kind,
      asked: shown(failed, failed.amount),
      left: shown(failed, left),
    },
  }
}
