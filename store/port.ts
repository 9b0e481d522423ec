import type { Actor, Envelope, EventDraft, Instant } from '../contracts/envelope.ts'
import type { ContentStore, StagedTrail } from './content-port.ts'

export type { DeadLetter, StagedTrail, Step, TrailObject, TrailPut } from './content-port.ts'
import type { GoalOutcome } from '../contracts/measures/goal-outcome.ts'

/** A row with a due time. `id` is unique over all logs: setting it again moves it. */
export type Timer = { id: string; log: string; due: Instant; kind: string; data: Record<string, unknown> }
export type TimerChange = { set: Timer } | { clear: string }

/** A line of a list. Written with the commit that changed it, kept only if `version` is newer. */
export type GoalView = {
  id: string
  version: number
  status: string
  class: string | null
  halted: boolean
  workflow: string
  agent: string | null
  requester: string
  account: string
  created: Instant
  updated: Instant
  ended: Instant | null
  cost: string
  moved: string
  tour: boolean
  /** the digest of the trail object with the goal's text; lists decrypt it when shown */
  text: string
  /** open inbox items of this goal, replaced as a whole with each version */
  inbox: InboxItem[]
  /** what measures count of it; null while there is nothing to count */
  outcome: GoalOutcome | null
}
export type InboxItem = {
  id: string
  kind: 'approval' | 'escalation' | 'review'
  goal: string
  workflow: string
  role: string
  since: Instant
  due: Instant | null
  code: string
  amount: string | null
  /** how many could not be told of it, by mail or webhook */
  untold?: number | undefined
}

export type Commit = {
  log: string
  /** the version of the last event that the decision saw; 0 for a new log */
  expected: number
  at: Instant
  by: Actor
  cause: string
  traceparent: string
  events: EventDraft[]
  timers?: TimerChange[]
  view?: GoalView
  /** objects that the events name, kept in the same transaction: no event without its object */
  trail?: readonly StagedTrail[]
}
export type Appended =
  | { ok: true; events: Envelope[] }
  /** somebody else's commit came first */
  | { ok: false; conflict: true; version: number }

/** One reservation asked of the ledger. `amount` and `limit` are integers in the unit of `kind`. */
export type Reservation = {
  /** e.g. `workflow:refunds-under-50`, `customer:C17`, `goal:g_1`, `company` */
  key: string
  /** tokens, tool_calls, handoffs: a count; money_moved: minor units; cost: millionths of the currency unit */
  kind: 'tokens' | 'cost' | 'tool_calls' | 'handoffs' | 'money_moved'
  /** ISO 4217 for money_moved and cost, '' for counts */
  currency: string
  /** `all` = the goal's life; `day` = one calendar day; `30d` = 30 rolling day buckets ending with `day` */
  period: 'all' | 'day' | '30d'
  /** the calendar day in the policy's timezone, `2026-11-22`; '' for period `all` */
  day: string
  amount: bigint
  limit: bigint
}
export type Held = { ok: true; warned: Reservation[] } | { ok: false; failed: Reservation; left: bigint }
export type Used = 'all' | 'none' | { kind: string; currency?: string; amount: bigint }[]
/** One line of what a holder was given, amounts as decimal text. */
export type HeldLine = Omit<Reservation, 'amount' | 'limit'> & { amount: string }
export type HeldLines = { holder: string; goal: string; at: Instant; lines: HeldLine[] }
export type LedgerLine = Omit<Reservation, 'amount' | 'limit'> & { used: bigint; held: bigint }

/** `seen` = the version of its goal on which it was decided to take the key */
export type KeyHolder = { goal: string; effect: string; seen: number }
export type TakenKey = { ok: true; prior: Prior } | { ok: false; heldBy: { goal: string; effect: string } }
/** Earlier effects of one tool and key in other goals. `settled` = version that rises with every settlement. */
export type Prior = {
  count: number
  amounts: Record<string, bigint>
  settled: number
  lastSettledAt: Instant | null
}

/**
 * What the store promises, whatever engine is below it (one conformance suite, every adapter):
 * - append is atomic and durable before it resolves (SQLite: synchronous FULL, group commit);
 * - the events of a commit are all there or none; versions have no gap; prev/hash are set by the store;
 * - timers and view of a commit are there when append has resolved, or are repaired by `repair`;
 * - every method rejects with RemitError STORE_UNREACHABLE where the engine cannot be had.
 */
export type Store = ContentStore & {
  append(commit: Commit): Promise<Appended>
  load(log: string, after?: number): Promise<Envelope[]>
  /** events of the commit with this cause in this log, empty if none: what makes a redelivery harmless */
  byCause(log: string, cause: string): Promise<Envelope[]>
  logs(after?: string, limit?: number): Promise<{ log: string; version: number; hash: string }[]>
  /** logs whose head changed since the position; position is opaque, '' = from the start */
  headsSince(
    position: string,
  ): Promise<{ position: string; heads: { log: string; version: number; hash: string }[] }>
  /** logs with a commit at or after `at`, the newest first: what may not have been told to others yet */
  changedSince(at: Instant): Promise<string[]>
  /** newest `at` over all events, for the clock check at start */
  newest(): Promise<Instant | null>

  /**
   * All or nothing per call, keys taken in sorted order. The same holder with the same wanted is ok and reserves
   * nothing more, and holds it from `at` on; with other wanted its reservation is replaced, or stays as it was where that fails.
   * `instead` = a holder whose reservation the coming commit lets go: it stands until then, and its room counts as
   * free. `warned` = lines that reach 80 % by this, each once a key and period, and again to the same holder.
   */
  reserve(
    holder: string,
    goal: string,
    at: Instant,
    wanted: Reservation[],
    instead?: string | null,
  ): Promise<Held>
  /**
   * What was really used; the rest is released, also of kinds that are not named. An entry counts on every line of
   * its kind (and currency, where one is given); more than was held is recorded as it was. An unknown holder is a
   * no-op, so a repeat changes nothing; so is one that was reserved, or reserved again, since `takenBefore`.
   */
  settle(holder: string, used: Used, takenBefore?: Instant): Promise<void>
  /** the warnings that this holder was given are in the record: they are not given again when it is settled */
  toldWarnings(holder: string): Promise<void>
  holders(olderThan: Instant): Promise<{ holder: string; goal: string; at: Instant }[]>
  ledger(prefix?: string): Promise<LedgerLine[]>
  /** every holder with its lines, in the order of their names */
  heldLines(): Promise<HeldLines[]>
  /**
   * Replaces the ledger, and who holds what in it, by what was recomputed from the logs; answers the lines that
   * differed. Without `holders` those stay as they are.
   */
  replaceLedger(
    lines: LedgerLine[],
    holders?: HeldLines[],
  ): Promise<{ before: LedgerLine | null; after: LedgerLine | null }[]>
  /** the row of a tool and key, for one effect at a time; the same effect again holds it from then on */
  takeKey(tool: string, key: string, holder: KeyHolder, at: Instant, since: Instant): Promise<TakenKey>
  /**
   * `done` = the amount counts as a prior from now on, null = nothing happened. The row itself is freed only where the
   * effect took it on a version of its goal below `asOf`: whoever speaks of an older claim frees no newer one's.
   */
  freeKey(
    tool: string,
    key: string,
    holder: { goal: string; effect: string; asOf: number },
    at: Instant,
    done: { currency: string; amount: bigint } | null,
    takenBefore?: Instant,
  ): Promise<void>
  /** rows that are held and were taken before, for whoever looks for what was never given back */
  heldKeys(takenBefore: Instant): Promise<{ tool: string; key: string; goal: string; effect: string }[]>
  prior(tool: string, key: string, goal: string, since: Instant): Promise<Prior>

  /** due timers, each claimed for `seconds` so that no other replica fires it meanwhile */
  claimTimers(now: Instant, seconds: number, limit: number): Promise<Timer[]>
  moveTimer(id: string, due: Instant): Promise<boolean>
  clearTimer(id: string): Promise<void>
  nextTimer(): Promise<Instant | null>

  view(goal: string): Promise<GoalView | null>
  goals(filter: GoalFilter): Promise<{ items: GoalView[]; cursor: string | null }>
  /** by the time at which they ended, or at which a suggestion of theirs was last decided; `to` is not in it */
  outcomes(filter: OutcomeFilter): Promise<GoalOutcome[]>
  /** the goal that an approval belongs to or once belonged to: a late decision is answered by its record */
  goalOfApproval(approval: string): Promise<string | null>
  inbox(filter: { role?: string; kind?: InboxItem['kind']; goal?: string }): Promise<InboxItem[]>
  /** rebuilds views whose version is behind their log, by the function that the supervisor gives; null leaves one */
  repair(
    rebuild: (
      log: string,
      events: () => Promise<Envelope[]>,
    ) => Promise<{ view: GoalView; timers: TimerChange[] } | null>,
  ): Promise<number>

  /** goals that ended before, 10,000 at most */
  logsEndedBefore(before: Instant): Promise<string[]>
  /** removes objects of ended goals and dead letters that were kept before these times, and these logs as a whole */
  expire(what: {
    trail: Instant
    dead: Instant
    logs: readonly string[]
  }): Promise<{ objects: number; letters: number }>
  /** seals the keys of all content under another master key, for good */
  rotateMaster(): Promise<void>
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
export type OutcomeFilter = { by: 'ended' | 'decided'; workflow?: string; from?: Instant; to?: Instant }
export type GoalFilter = {
  status?: string
  class?: string
  workflow?: string
  agent?: string
  open?: boolean
  cursor?: string
  limit?: number
}
