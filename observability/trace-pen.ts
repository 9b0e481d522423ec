import type { GoalEvent, Recorded } from '../contracts/events.ts'
import { cleanValues, type Values } from './attribute-values.ts'
import { attributes as a, standardAttributes } from './attributes.ts'
import { rootOf, spanIdOf } from './span-ids.ts'
import type { Span } from './span.ts'

type Event = Recorded<GoalEvent>
export type Drawn = {
  name: string
  /** null = the root */
  parent?: string | null | undefined
  kind?: Span['kind']
  status?: Span['status']
  code?: string
  values?: Values
}
export type Ending = { status?: Span['status']; code?: string; values?: Values }

/** Draws the spans of one goal. Span ids are fixed when a span begins, and what has ended never changes. */
export type Pen = {
  /** something that took no time; answers its id, under which others may be drawn */
  point: (event: Event, drawn: Drawn) => string
  /** one thing is under way by one key; what was under way by it before is over */
  begin: (event: Event, key: string, drawn: Drawn) => void
  note: (key: string, values: Values) => void
  isOpen: (key: string) => boolean
  /** false: nothing was under way by this key */
  end: (event: Event, key: string, ending?: Ending) => boolean
  endAll: (event: Event, match: (key: string) => boolean, ending?: Ending) => void
  setWorkflow: (workflow: string) => void
}

export type Sheet = { pen: Pen; open: () => Span[]; take: () => Span[] }

/** The times of a record may step back a little between two processes; a span never ends before it begins. */
const later = (one: string, other: string): string => (one > other ? one : other)

/** Only an accepted goal has a trace; its root is drawn first and is over at once, so that all others have a parent. */
export const traceSheet = (accepted: Extract<Event, { type: 'GoalAccepted' }>): Sheet => {
  const root = rootOf(accepted)
  const goal = accepted.meta.goal
  const open = new Map<string, Span>()
  let ended: Span[] = []
  let workflow = accepted.data.workflow

  const draw = (event: Event, what: string, drawn: Drawn): Span => {
    const isRoot = event === accepted
    const values = { [a.goal]: goal, [a.workflow]: workflow, ...drawn.values }
    return {
      trace: root.trace,
      id: isRoot ? root.id : spanIdOf(event.meta.id, what),
      parent: isRoot ? root.parent : (drawn.parent ?? root.id),
      root: isRoot,
      name: drawn.name,
      kind: drawn.kind ?? 'internal',
      start: event.meta.at,
      end: null,
      status: drawn.status ?? 'unset',
      code: drawn.code ?? '',
      attributes: cleanValues(values),
      began: event.meta.version,
      ended: null,
    }
  }
  const finish = (event: Event, span: Span, { status, code, values }: Ending): void => {
    const why = code ?? span.code
    ended.push({
      ...span,
      end: later(span.start, event.meta.at),
      status: status ?? span.status,
      code: why,
      attributes: {
        ...span.attributes,
        ...cleanValues(values ?? {}),
        ...cleanValues({ [a.code]: why }),
        ...((status ?? span.status) === 'error' ? cleanValues({ [standardAttributes.errorType]: why }) : {}),
      },
      ended: event.meta.version,
    })
  }
  const end = (event: Event, key: string, ending: Ending = {}): boolean => {
    const span = open.get(key)
    if (span === undefined) return false
    open.delete(key)
    finish(event, span, ending)
    return true
  }
  const pen: Pen = {
    point: (event, drawn) => {
      const actor = { [a.actor]: `${event.meta.by.kind} ${event.meta.by.id}` }
      const span = draw(event, 'point', { ...drawn, values: { ...actor, ...drawn.values } })
      finish(event, span, {})
      return span.id
    },
    begin: (event, key, drawn) => {
      end(event, key, { values: { [a.outcome]: 'replaced' } })
      open.set(key, draw(event, key, drawn))
    },
    note: (key, values) => {
      const span = open.get(key)
      if (span !== undefined)
        open.set(key, { ...span, attributes: { ...span.attributes, ...cleanValues(values) } })
    },
    isOpen: (key) => open.has(key),
    end,
    endAll: (event, match, ending) => {
      for (const key of open.keys()) if (match(key)) end(event, key, ending)
    },
    setWorkflow: (name) => {
      workflow = name
    },
  }
  return {
    pen,
    open: () => [...open.values()],
    take: () => {
      const taken = ended
      ended = []
      return taken
    },
  }
}
