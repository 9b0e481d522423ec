import type { Actor } from '../../contracts/envelope.ts'
import { RemitError } from '../../contracts/errors.ts'
import { draft, readControlEvent, type ControlEvent } from '../../contracts/events.ts'
import type { Store } from '../../store/port.ts'
import { evolveControl, noControl, type ControlState } from './control-state.ts'

export const controlLog = (company: string): string => `control/${company}`

export type Control = {
  log: string
  /** the state with everything that any replica has committed: read before each decision */
  fresh(): Promise<ControlState>
  /** appends what `build` makes of the fresh state; again on a conflict; [] appends nothing */
  append(
    cause: string,
    by: Actor,
    at: string,
    build: (state: ControlState) => ControlEvent[],
  ): Promise<{ events: ControlEvent[]; state: ControlState; repeated: boolean }>
}

/** The control log, folded once and caught up by reading only what is new. */
export const openControl = (store: Store, company: string): Control => {
  const log = controlLog(company)
  let state: ControlState = noControl
  let shared: Promise<ControlState> | null = null
  let reading: Promise<ControlState> | null = null
  const read = async (): Promise<ControlState> => {
    for (const envelope of await store.load(log, state.version))
      if (envelope.version > state.version) state = evolveControl(state, readControlEvent(envelope))
    return state
  }
  const anew = (): Promise<ControlState> => {
    // Joining a read that has begun could miss a commit that its caller has already seen, so each waits its turn.
    const next = reading === null ? read() : reading.then(read, read)
    const mine = next.finally(() => {
      if (reading === mine) reading = null
    })
    reading = mine
    return mine
  }
  /** Callers of one turn of the event loop share a read: nothing has reached this process since it began. */
  const fresh = (): Promise<ControlState> => {
    if (shared === null) {
      shared = anew()
      process.nextTick(() => {
        shared = null
      })
    }
    return shared
  }
  return {
    log,
    fresh,
    append: async (cause, by, at, build) => {
      for (let round = 0; round < 10; round += 1) {
        const current = await fresh()
        const already = await store.byCause(log, cause)
        if (already.length > 0)
          return {
            events: already.map((envelope) => readControlEvent(envelope)),
            state: current,
            repeated: true,
          }
        const events = build(current)
        if (events.length === 0) return { events, state: current, repeated: false }
        const appended = await store.append({
          log,
          expected: current.version,
          at,
          by,
          cause,
          traceparent: '',
          events: events.map(draft),
        })
        if (appended.ok) return { events, state: await fresh(), repeated: false }
      }
      throw new RemitError('VERSION_CONFLICT', { log })
    },
  }
}
