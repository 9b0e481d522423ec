import { nextDayStart } from '../../contracts/local-time.ts'
import { fromMinor, minorOf, type Money } from '../../contracts/money.ts'
import type { FactRead } from '../../contracts/tools.ts'
import type { Held, Reservation } from '../../store/port.ts'
import { toLine } from '../../store/reservation-lines.ts'
import type { ControlState } from '../control/control-state.ts'
import type { Wanted } from '../decider/decision.ts'
import type { Goal, State } from '../decider/state.ts'
import type { LedgerAnswer } from '../decider/terms.ts'
import type { Deps } from '../deps.ts'
import type { BudgetKey } from '../policy/budget-keys.ts'
import type { Reserved } from '../record/handle.ts'
import { dayIn } from '../../contracts/day-in.ts'
import { effectCaps } from './effect-caps.ts'
import { holdName } from './hold-name.ts'

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

const shown = (reservation: Reservation, minor: bigint): string => {
  const { amount, currency } = fromMinor(minor, reservation.currency)
  return `${amount} ${currency}`
}

const noCap = (key: string): LedgerAnswer => ({ ok: false, key, kind: 'money_moved', asked: '', left: '' })
/** A cap that was full; of a day's cap also when its next day begins, in the time zone that it counts days in. */
const overCap = (
  { failed, left }: Extract<Held, { ok: false }>,
  caps: readonly BudgetKey[],
  at: string,
): LedgerAnswer => {
  const zone = caps.find(({ key, period }) => key === failed.key && period === 'day')?.timezone
  const again = failed.period === 'day' && zone !== undefined ? { again: nextDayStart(at, zone) } : {}
  return {
    ok: false,
    key: failed.key,
    kind: failed.kind,
    asked: shown(failed, failed.amount),
    left: shown(failed, left),
    ...again,
  }
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

type Reserving = {
  reserve: (wanted: Wanted) => Promise<Reserved>
  /** once it is decided, or given up: lets go of what the record, as it is now, does not name */
  release: (now: State) => Promise<void>
}

/**
 * Reserves what one effect moves: the row of its tool and key first (somebody else there: asked of a person), then
 * every cap that its money counts against, all or nothing. A currency without a cap cannot move. What is held for the
 * same effect already stands until the commit that lets it go: whoever dies before it has changed nothing.
 */
export const reserveEffect = (deps: Deps, asked: Asked): Reserving => {
  const { store } = deps
  const { goal, at, tool, key, effect } = asked
  let took = false
  const done: string[] = []
  const release = async (now: State): Promise<void> => {
    // While nothing was added to the record, another replica may still begin this very effect under the same names:
    // what was taken is then left to whoever asks next, or to the sweep.
    if (now === null || now.version === goal.version) return
    for (const holder of done) if (now.holders[holder] === undefined) await store.settle(holder, 'none')
    const status = now.effects[effect]?.status
    const began = status === 'executing' || status === 'settling' || status === 'unknown'
    if (took && !began)
      await store.freeKey(tool, key, { goal: goal.id, effect, asOf: goal.version + 1 }, at, null)
  }
  const reserve = async (wanted: Wanted): Promise<Reserved> => {
    if (wanted.key) {
      const holder = { goal: goal.id, effect, seen: goal.version }
      const taken = await store.takeKey(tool, key, holder, at, since90(at))
      if (!taken.ok) return { ledger: null, held: true }
      took = true
      // Between the judgement and the taking another goal may have done it: what was judged is no longer so.
      if (taken.prior.settled !== asked.settled) return { ledger: null, held: false, stale: true }
    }
    const nothing: Reserved = { ledger: { ok: true, holder: '', warned: [], reservations: [] }, held: false }
    const { amount } = wanted
    if (amount === null) return nothing
    const caps = await effectCaps(deps, asked.control, goal, { ...asked, amount })
    if (!caps.ok) return { ledger: noCap(caps.error.message), held: false }
    const counted =
      wanted.scope === 'goal' ? caps.value.filter((one) => one.key === `goal:${goal.id}`) : caps.value
    const lines = counted.flatMap((one) => reservationLines(one, amount, at))
    if (lines.length === 0) return nothing
    const reservations = lines.map(toLine)
    const holder = holdName(wanted.holder, goal, reservations)
    done.push(holder)
    const held = await store.reserve(holder, goal.id, at, lines, wanted.release)
    if (!held.ok) return { ledger: overCap(held, counted, at), held: false }
    const warned = held.warned.map((one) => ({ key: one.key, kind: one.kind, percent: 80 }))
    return { ledger: { ok: true, holder, warned, reservations }, held: false }
  }
  return { reserve, release }
}
