import type { ErrorCode } from '../../contracts/errors.ts'
import type { EndClass } from '../../contracts/events/goal-events.ts'
import type { GoalEvent } from '../../contracts/events.ts'
import type { Money } from '../../contracts/money.ts'
import type { Spent } from './state.ts'

/**
 * What must be reserved before the command can be decided for good. `holder` names what for; the answer names under
 * what it is held. What `release` holds is let go by the commit: until then it stands, and its room counts as free.
 */
export type Wanted = {
  amount: Money | null
  scope: 'all' | 'goal'
  holder: string
  release: string | null
  key: boolean
}

/** What the sender is told, beside what the record says. */
export type Answer =
  | { kind: 'none' }
  | { kind: 'refused'; code: ErrorCode | string; final?: boolean; message?: string }
  | { kind: 'claimed'; task: string; attempt: number }
  | { kind: 'beat'; stop: boolean }
  | { kind: 'drawn'; slice: Spent }
  | { kind: 'calls'; granted: number }
  | { kind: 'parked'; parked: boolean }
  | { kind: 'waiting'; effect: string }
  | { kind: 'recorded'; effect: string }
  | { kind: 'run'; effect: string; claim: number }
  | { kind: 'reread' }
  | { kind: 'drop'; code: string }
  | { kind: 'later'; code: string }
  | { kind: 'ended'; class: EndClass }

export type Decision = { events: GoalEvent[]; answer: Answer; reserve?: Wanted }
