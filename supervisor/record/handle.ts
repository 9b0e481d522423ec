import type { Actor } from '../../contracts/envelope.ts'
import { RemitError } from '../../contracts/errors.ts'
import { draft, readGoalEvent, type GoalEvent, type Recorded } from '../../contracts/events.ts'
import type { StagedTrail, Store } from '../../store/port.ts'
import type { Command } from '../decider/commands.ts'
import { decide, preview } from '../decider/decide.ts'
import type { Answer, Wanted } from '../decider/decision.ts'
import { replay } from '../decider/evolve.ts'
import type { Goal, State } from '../decider/state.ts'
import type { LedgerAnswer, Terms } from '../decider/terms.ts'
import { failPoint } from '../../observability/fail-points.ts'
import type { GoalCache } from './goal-cache.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { timerChanges, timersOf } from '../reactor/timers-of.ts'
import { viewOf } from '../reactor/view-of.ts'

/**
 * Ledger's answer to what decide wanted; `held`: another goal holds the same tool and key; `stale`: another goal
 * settled an effect of it after the facts were judged.
 */
export type Reserved =
  | { ledger: LedgerAnswer; held: false }
  | { ledger: null; held: true }
  | { ledger: null; held: false; stale: true }

export type Built = {
  command: Command
  /** objects that the command names: kept with its commit */
  trail?: readonly StagedTrail[]
  /** asked when decide wants something reserved; only calls that move money have it */
  reserve?: (wanted: Wanted) => Promise<Reserved>
  /** the command again, with the ledger's answer or with the key held */
  with?: (reserved: Reserved) => Command | Promise<Command>
  /** lets go of what was reserved and is not in the record as it is now */
  release?: (now: State) => Promise<void>
}

export type Ask = {
  goal: string
  /** id of the message or timer: found again in the log, it changes nothing */
  cause: string
  by: Actor
  traceparent: string
  build: (state: State) => Promise<Built | null>
}

export type Handled = {
  /** true: this cause was committed before; `events` are those of then */
  repeated: boolean
  events: Recorded<GoalEvent>[]
  before: State
  state: State
  answer: Answer
}

export type Handler = (ask: Ask) => Promise<Handled>

type HandlerDeps = {
  store: Store
  cache: GoalCache
  terms: (state: State, command: Command) => Promise<Terms>
  halted: (goal: Goal) => Promise<boolean>
  /** sends what the commit orders; also called for a repeat, since the first time may have died before it */
  afterCommit: (handled: Handled) => Promise<void>
  /** starts to count; what it gives says how many milliseconds have passed since */
  stopwatch?: () => () => number
}

const rounds = 5
/**
 * A decision that took longer is made anew: what it reserved may have been swept away meanwhile. A third of what the
 * sweep waits, so that nothing swept is ever committed.
 */
const decideWithin = 20_000
/** Time that passed by either clock: one stands while the machine sleeps, the other may be set. */
const byEitherClock = (): (() => number) => {
  const [steady, wall] = [performance.now(), Date.now()]
  return () => Math.max(performance.now() - steady, Date.now() - wall)
}

/** What no event names, nobody could ever find. */
const namedIn = (events: readonly GoalEvent[], staged: readonly StagedTrail[]): StagedTrail[] => {
  if (staged.length === 0) return []
  const text = JSON.stringify(events)
  return staged.filter(({ digest }) => text.includes(digest))
}

/**
 * The command handler: load, build, decide, reserve where money or cost is wanted, decide again, append at the
 * version seen; on a conflict all of it again on the new state. Goals are handled one message at a time within
 * this process; between processes the append decides.
 */
export const commandHandler = (deps: HandlerDeps): Handler => {
  const { store, cache, terms, halted, afterCommit, stopwatch = byEitherClock } = deps
  const inTurn = oneAtATime()
  const once = async (ask: Ask): Promise<Handled | null> => {
    const state = await cache.load(ask.goal)
    const recorded = await store.byCause(ask.goal, ask.cause)
    if (recorded.length > 0) {
      const events = recorded.map(readGoalEvent)
      // Another replica may have committed it after the state was read.
      const now = await cache.load(ask.goal)
      return { repeated: true, events, before: null, state: now, answer: { kind: 'none' } }
    }
    const taken = stopwatch()
    const built = await ask.build(state)
    if (built === null) return { repeated: false, events: [], before: state, state, answer: { kind: 'none' } }
    let { command } = built
    const pinned = await terms(state, command)
    let decision = decide(command, state, pinned)
    for (let asked = 0; decision.reserve !== undefined && asked < 3; asked += 1) {
      if (!built.reserve || !built.with)
        throw new RemitError('INTERNAL', { command: command.type, missing: 'reserve' })
      command = await built.with(await built.reserve(decision.reserve))
      decision = decide(command, state, pinned)
    }
    if (decision.reserve !== undefined)
      throw new RemitError('INTERNAL', { command: command.type, reserve: 'again' })
    if (decision.events.length === 0) {
      await built.release?.(state)
      return { repeated: false, events: [], before: state, state, answer: decision.answer }
    }
    const expected = preview(state, ask.goal, command.at, decision.events, ask.by)
    if (expected === null) throw new RemitError('INTERNAL', { command: command.type, state: 'none' })
    const before = state === null ? new Map() : timersOf(state, pinned)
    const later = await terms(expected, command)
    await failPoint('supervisor.before-commit')
    if (built.release !== undefined && taken() > decideWithin) {
      await built.release(await cache.load(ask.goal))
      return null
    }
    const appended = await store.append({
      log: ask.goal,
      expected: state?.version ?? 0,
      at: command.at,
      by: ask.by,
      cause: ask.cause,
      // Whoever asks without a trace asks within the goal's.
      traceparent: ask.traceparent === '' ? expected.traceparent : ask.traceparent,
      events: decision.events.map(draft),
      timers: timerChanges(before, timersOf(expected, later)),
      view: viewOf(expected, await halted(expected), later.owner),
      trail: namedIn(decision.events, built.trail ?? []),
    })
    if (!appended.ok) {
      await built.release?.(await cache.load(ask.goal))
      return null
    }
    const events = appended.events.map(readGoalEvent)
    const after = replay(events, state)
    cache.put(ask.goal, after)
    await built.release?.(after)
    return { repeated: false, events, before: state, state: after, answer: decision.answer }
  }
  return (ask) =>
    inTurn(ask.goal, async () => {
      for (let round = 0; round < rounds; round += 1) {
        const handled = await once(ask)
        if (handled === null) continue
        if (handled.events.length > 0) {
          await failPoint('supervisor.after-commit')
          await afterCommit(handled)
          await failPoint('supervisor.after-publish')
        }
        return handled
      }
      throw new RemitError('VERSION_CONFLICT', { log: ask.goal })
    })
}
