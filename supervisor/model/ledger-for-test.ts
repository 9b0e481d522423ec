import { minorOf, type Money } from '../../contracts/money.ts'
import type { Wanted } from '../decider/decision.ts'
import { at } from '../decider/samples-for-test.ts'
import type { Goal, State } from '../decider/state.ts'
import type { LedgerAnswer } from '../decider/terms.ts'

/** Caps in cents: what this goal may move, and what all goals together may move today. */
export const goalCap = 5000n
const dayCap = 12_000n

type Held = { goal: bigint; day: bigint }
export type Ledger = {
  reserve: (wanted: Wanted) => LedgerAnswer
  /** what a person did by hand: held, whatever the caps say */
  count: (amount: Money | null, holder: string) => Extract<LedgerAnswer, { ok: true }>
  /** what the commit settled is settled here: the only way in which anything gets back */
  settle: (before: State, after: Goal) => void
  /** reservations without their event are released, once the log was read */
  sweep: (goal: State) => void
  /** another goal moves something today */
  others: (cents: bigint) => void
}

const refused = (key: string, asked: string): LedgerAnswer => ({
  ok: false,
  key,
  kind: 'money_moved',
  asked,
  left: '0',
})

/** An honest ledger: all or nothing, a holder counts once, what is held stays until somebody settles it. */
export const createLedger = (): Ledger => {
  const held = new Map<string, Held>()
  const used: Held = { goal: 0n, day: 0n }
  const total = (of: keyof Held): bigint => [...held.values()].reduce((sum, one) => sum + one[of], used[of])
  const close = (holder: string, spent: boolean): void => {
    const had = held.get(holder)
    if (had === undefined) return
    held.delete(holder)
    if (!spent) return
    used.goal += had.goal
    used.day += had.day
  }
  return {
    reserve: ({ amount, scope, holder, release }) => {
      if (amount === null) return { ok: true, holder: '', warned: [], reservations: [] }
      if (amount.currency !== 'EUR') return refused(amount.currency, '')
      const cents = minorOf(amount)
      const wanted = { goal: cents, day: scope === 'goal' ? 0n : cents }
      const had = held.get(holder)
      held.delete(holder)
      // What the commit lets go stands until then, and its room is free.
      const room = held.get(release ?? '') ?? { goal: 0n, day: 0n }
      const over =
        total('goal') - room.goal + wanted.goal > goalCap
          ? 'goal'
          : total('day') - room.day + wanted.day > dayCap
            ? 'day'
            : ''
      if (over !== '') {
        if (had !== undefined) held.set(holder, had)
        const full = refused(over, amount.amount)
        return over === 'day' && !full.ok ? { ...full, again: at(1440) } : full
      }
      held.set(holder, wanted)
      const line = {
        key: holder,
        kind: 'money_moved' as const,
        currency: 'EUR',
        period: 'all' as const,
        day: '',
      }
      return { ok: true, holder, warned: [], reservations: [{ ...line, amount: String(cents) }] }
    },
    count: (amount, holder) => {
      if (amount === null || amount.currency !== 'EUR')
        return { ok: true, holder: '', warned: [], reservations: [] }
      held.set(holder, { goal: minorOf(amount), day: minorOf(amount) })
      return { ok: true, holder, warned: [], reservations: [] }
    },
    settle: (before, after) => {
      for (const [id, holder] of Object.entries(after.holders))
        if (holder.status === 'settled' && before?.holders[id]?.status !== 'settled')
          close(id, holder.used !== 'none')
    },
    sweep: (goal) => {
      for (const id of held.keys()) if (goal?.holders[id]?.status !== 'open') close(id, false)
    },
    others: (cents) => {
      if (total('day') + cents <= dayCap) used.day += cents
    },
  }
}
