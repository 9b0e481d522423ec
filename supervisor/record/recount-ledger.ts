import { readGoalEvent, type GoalEvent, type Recorded } from '../../contracts/events.ts'
import type { HeldLines, LedgerLine, Store } from '../../store/port.ts'
import { placeOf, usedOf, type ReservationLine } from '../../store/reservation-lines.ts'
import { replay } from '../decider/evolve.ts'
import type { Goal } from '../decider/state.ts'
import { settledAs } from './settled-as.ts'

export type Recounted = { lines: LedgerLine[]; holders: HeldLines[] }

type Taken = { lines: ReservationLine[]; at: string }
/** What each holder was given, by the event that opened it. */
const takenIn = (events: readonly Recorded<GoalEvent>[]): Map<string, Taken> => {
  const taken = new Map<string, Taken>()
  for (const { data, meta } of events)
    if ('reservations' in data && data.holder !== '')
      taken.set(data.holder, { lines: data.reservations, at: meta.at })
  return taken
}

/** Adds one goal's reservations to the count: what is settled as used, what is open as held. */
const countGoal = (
  count: Map<string, LedgerLine>,
  open: HeldLines[],
  events: readonly Recorded<GoalEvent>[],
  goal: Goal,
): void => {
  for (const [holder, { lines, at }] of takenIn(events)) {
    const state = goal.holders[holder]
    if (state === undefined) continue
    if (state.status === 'open' && lines.length > 0) open.push({ holder, goal: goal.id, at, lines })
    for (const line of lines) {
      const { amount, ...place } = line
      const known = count.get(placeOf(place)) ?? { ...place, used: 0n, held: 0n }
      const used = state.status === 'settled' ? usedOf(line, settledAs(state)) : 0n
      const held = state.status === 'open' ? BigInt(amount) : 0n
      count.set(placeOf(place), { ...known, used: known.used + used, held: known.held + held })
    }
  }
}

/**
 * The ledger as the logs alone give it: every event that took something says under which name and which lines, and
 * replaying says what became of each. Reads every goal's log once.
 */
export const recountEvents = (goals: Iterable<readonly Recorded<GoalEvent>[]>): Recounted => {
  const count = new Map<string, LedgerLine>()
  const holders: HeldLines[] = []
  for (const events of goals) {
    const goal = replay([...events])
    if (goal !== null) countGoal(count, holders, events, goal)
  }
  return { lines: [...count.values()], holders }
}

/** The same from a store, log by log. @throws RemitError UNKNOWN_VERSION, RECORD_BROKEN for a log that cannot be read */
export const recountLedger = async (
  store: Pick<Store, 'logs' | 'load'>,
  isGoal: (log: string) => boolean = (log) => !log.startsWith('control/'),
): Promise<Recounted> => {
  const count = new Map<string, LedgerLine>()
  const holders: HeldLines[] = []
  for (let page = await store.logs(); page.length > 0; page = await store.logs(page.at(-1)?.log))
    for (const { log } of page) {
      if (!isGoal(log)) continue
      const events = (await store.load(log)).map(readGoalEvent)
      const goal = replay(events)
      if (goal !== null) countGoal(count, holders, events, goal)
    }
  return { lines: [...count.values()], holders }
}
