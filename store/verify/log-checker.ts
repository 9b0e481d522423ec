import { Envelope } from '../../contracts/envelope.ts'
import { hashEvent } from '../hash-chain.ts'
import type { Head } from '../signed-heads.ts'
import type { Fault, FaultKind } from './fault.ts'

type Expected = { version: number; hash: string; kind: 'head' | 'signed-head'; source: string }
/** `unread`: rows of the log could not be read, so that nothing is known of its end. */
type LogState = { version: number; hash: string; expected: Expected[]; faulty: boolean; unread: boolean }

export type LogResult = { log: string; last: number; anchored: number; faulty: boolean }

export type LogChecker = {
  /** The record must hold this head: it is the store's own, or stands in a signed statement. */
  expect: (head: Head, kind: Expected['kind'], source: string) => void
  /** The next event as it is kept; `place` is the log that it was found in, null where events come unsorted. */
  event: (value: unknown, place: string | null) => void
  broken: (log: string, message: string) => void
  /** What is known of a log once all of its events were seen; forgets the log. */
  finish: (log: string) => LogResult
  logs: () => string[]
}

const nameOf = (value: unknown): string => {
  const goal: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'goal') : undefined
  return typeof goal === 'string' ? goal : ''
}

/** Follows the chains of many logs at once, one event at a time, and reports what does not fit. */
export const logChecker = (report: (fault: Fault) => void): LogChecker => {
  const states = new Map<string, LogState>()

  const stateOf = (log: string): LogState => {
    const state = states.get(log) ?? { version: 0, hash: '', expected: [], faulty: false, unread: false }
    states.set(log, state)
    return state
  }

  const fail = (log: string, kind: FaultKind, message: string, version?: number): void => {
    stateOf(log).faulty = true
    report(version === undefined ? { log, kind, message } : { log, version, kind, message })
  }

  const checkPlace = (event: Envelope, state: LogState): void => {
    const { goal: log, version, prev } = event
    if (version !== state.version + 1) {
      const after = state.version === 0 ? 'begins the log' : `follows version ${state.version}`
      fail(
        log,
        'order',
        `Version ${version} ${after}: events are missing, repeated or out of order.`,
        version,
      )
    } else if (prev !== state.hash) {
      const message = `Its prev is not the hash of version ${state.version}: one of the two was changed afterwards.`
      fail(log, 'chain', message, version)
    }
  }

  const checkExpected = (event: Envelope, state: LogState): void => {
    for (const { version, hash, kind, source } of state.expected) {
      if (version !== event.version || hash === event.hash) continue
      fail(event.goal, kind, `Its hash is not what ${source} names.`, version)
    }
  }

  const checkEvent = (event: Envelope): void => {
    const { goal: log, version, id } = event
    const state = stateOf(log)
    if (id !== `${log}@${version}`) fail(log, 'identity', `Its id is ${id}.`, version)
    if (hashEvent(event) !== event.hash) fail(log, 'hash', 'Its hash does not fit its content.', version)
    checkPlace(event, state)
    checkExpected(event, state)
    state.version = version
    state.hash = event.hash
  }

  return {
    expect: ({ log, version, hash }, kind, source) => {
      stateOf(log).expected.push({ version, hash, kind, source })
    },
    event(value, place) {
      const parsed = Envelope.safeParse(value)
      if (!parsed.success) return fail(place ?? nameOf(value), 'shape', 'It is not an event.')
      const event = parsed.data
      if (place === null || event.goal === place) return checkEvent(event)
      fail(place, 'foreign', `${event.id} lies in the log ${place}.`, event.version)
    },
    broken(log, message) {
      stateOf(log).unread = true
      fail(log, 'shape', message)
    },
    finish(log) {
      const state = stateOf(log)
      const furthest = state.expected.toSorted((left, right) => left.version - right.version).at(-1)
      if (!state.unread && furthest && furthest.version > state.version) {
        const { version, source } = furthest
        if (state.version === 0)
          fail(log, 'missing', `The whole log is gone; ${source} names version ${version}.`)
        else fail(log, 'truncated', `It ends here; ${source} names version ${version}.`, state.version)
      }
      states.delete(log)
      const signed = state.expected.filter(({ kind }) => kind === 'signed-head').map(({ version }) => version)
      return { log, last: state.version, anchored: Math.max(0, ...signed), faulty: state.faulty }
    },
    logs: () => [...states.keys()],
  }
}
