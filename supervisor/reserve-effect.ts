import { fromMinor, minorOf, type Money } from '../contracts/money.ts'
import type { Reservation } from '../store/port.ts'
import type { ControlState } from './control-state.ts'
import type { Goal } from './decider/state.ts'
import type { Wanted } from './decider/decision.ts'
import type { LedgerAnswer, ReservationLine } from './decider/terms.ts'
import type { Deps } from './deps.ts'
import type { Reserved } from './handle.ts'
import { goalView, valuesOf } from './judge-effect.ts'
import { dayIn } from './day-in.ts'
import { moneyKeys, type BudgetKey } from './policy/budget-keys.ts'
import type { FactRead } from '../contracts/tools.ts'

const ninetyDays = 90 * 86_400_000
export const since90 = (at: string): string => new Date(Date.parse(at) - ninetyDays).toISOString()

/** One cap as the reservation that counts against it; none where the cap is no money. */
export const reservationLines = (key: BudgetKey, amount: Money, at: string): Reservation[] =>
  'money' in key.limit
    ? [
        {
          key: key.key,
          kind: 'money_moved',
          currency: amount.currency,
          period: key.period === 'goal' ? 'all' : key.period,
          day: key.period === 'goal' ? '' : dayIn(at, key.timezone),
          amount: minorOf(amount),
          limit: minorOf(key.limit.money),
        },
      ]
    : []

const text = ({ limit: _limit, amount, ...rest }: Reservation): ReservationLine => ({
  ...rest,
  amount: String(amount),
})
const shown = (reservation: Reservation, minor: bigint): string => {
  const { amount, currency } = fromMinor(minor, reservation.currency)
  return `${amount} ${currency}`
}

type Asked = {
  goal: Goal
  control: ControlState
  effect: string
  agent: string
  tool: string
  args: Record<string, unknown>
  /** canonical key of the call: one row for it over all goals */
  key: string
  facts: readonly FactRead[]
  /** settlements of the row that the judgement knows of */
  settled: number
  at: string
}

/**
 * What the record holds open of the goal's own cap is held again before anything new: a release whose commit was lost
 * took it out of the ledger, and the goal could pass its cap. The same holder again is no second reservation.
 */
const holdAgain = async (
  { store }: Pick<Deps, 'store'>,
  goal: Goal,
  at: string,
  own: readonly BudgetKey[],
  wanted: Wanted,
): Promise<LedgerAnswer | null> => {
  for (const { hold, amount } of Object.values(goal.approvals)) {
    if (hold === null || amount === null || hold === wanted.release || hold === wanted.holder) continue
    if (goal.holders[hold]?.status !== 'open') continue
    const lines = own
      .filter((key) => 'money' in key.limit && key.limit.money.currency === amount.currency)
      .flatMap((key) => reservationLines(key, amount, at))
    const held = lines.length === 0 ? null : await store.reserve(hold, goal.id, at, lines)
    if (held === null || held.ok) continue
    const { failed, left } = held
    return {
      ok: false,
      key: failed.key,
      kind: failed.kind,
      asked: shown(failed, failed.amount),
      left: shown(failed, left),
    }
  }
  return null
}

/**
 * Reserves what one effect moves: the row of its tool and key first (somebody else there: asked of a person), then
 * every cap that its money counts against, all or nothing. A currency without a cap cannot move. `release` frees a
 * row that was taken for a call which did not begin.
 */
export const reserveEffect = (
  deps: Deps,
  asked: Asked,
): { reserve: (wanted: Wanted) => Promise<Reserved>; release: () => Promise<void> } => {
  const { store } = deps
  const { goal, at, tool, key, effect } = asked
  let took = false
  const giveBack = async (): Promise<void> => {
    if (!took) return
    took = false
    // Another replica may have begun this very effect meanwhile: then the row is its own.
    const status = (await deps.cache.load(goal.id))?.effects[effect]?.status
    if (status === 'executing' || status === 'settling' || status === 'unknown') return
    await store.freeKey(tool, key, effect, at, null)
  }
  const reserve = async (wanted: Wanted): Promise<Reserved> => {
    if (wanted.key) {
      const taken = await store.takeKey(tool, key, { goal: goal.id, effect }, since90(at))
      if (!taken.ok) return { ledger: null, held: true }
      took = true
      // Between the judgement and the taking another goal may have done it: what was judged is no longer so.
      if (taken.prior.settled !== asked.settled) {
        await giveBack()
        return { ledger: null, held: false, stale: true }
      }
    }
    const no = async (answer: LedgerAnswer): Promise<Reserved> => {
      await giveBack()
      return { ledger: answer, held: false }
    }
    if (wanted.amount === null) return { ledger: { ok: true, warned: [], reservations: [] }, held: false }
    const policy = deps.policies.of(asked.control, goal.policy)
    const write = policy.workflows.get(goal.workflow)?.writes.get(tool)
    const facts = valuesOf(asked.facts)
    if (!write || facts === null)
      return no({ ok: false, key: tool, kind: 'money_moved', asked: '', left: '' })
    const keys = moneyKeys(policy, { workflow: goal.workflow, goal: goal.id, agent: asked.agent }, write, {
      args: asked.args,
      goal: await goalView(deps, goal),
      facts,
      amount: wanted.amount,
    })
    if (!keys.ok) return no({ ok: false, key: keys.error.message, kind: 'money_moved', asked: '', left: '' })
    const own = `goal:${goal.id}`
    const amount = wanted.amount
    const lines = keys.value
      .filter((one) =>
        wanted.scope === 'goal' ? one.key === own : wanted.scope === 'all' || one.key !== own,
      )
      .flatMap((one) => reservationLines(one, amount, at))
    if (wanted.release !== null) await store.settle(wanted.release, 'none')
    const standing = await holdAgain(
      deps,
      goal,
      at,
      keys.value.filter((one) => one.key === own),
      wanted,
    )
    if (standing !== null) return no(standing)
    if (lines.length === 0) return { ledger: { ok: true, warned: [], reservations: [] }, held: false }
    const held = await store.reserve(wanted.holder, goal.id, at, lines)
    if (!held.ok) {
      const { failed, left } = held
      return no({
        ok: false,
        key: failed.key,
        kind: failed.kind,
        asked: shown(failed, failed.amount),
        left: shown(failed, left),
      })
    }
    return {
      ledger: {
        ok: true,
        warned: held.warned.map((one) => ({ key: one.key, kind: one.kind, percent: 80 })),
        reservations: lines.map(text),
      },
      held: false,
    }
  }
  return { reserve, release: giveBack }
}
