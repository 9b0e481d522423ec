import { z } from 'zod'
import type { Envelope, EventDraft } from './envelope.ts'
import { RemitError } from './errors.ts'
import { controlEvents } from './events/control-events.ts'
import { effectEvents } from './events/effect-events.ts'
import { goalEvents } from './events/goal-events.ts'
import { measureEvents } from './events/measure-events.ts'
import { currentVersion, upcast } from './upcasters.ts'

/** Every event of a goal's log, by type, at the version that this release writes. */
export const eventSchemas = { ...goalEvents, ...effectEvents, ...measureEvents } as const
export type GoalEventType = keyof typeof eventSchemas
export type GoalEvent = {
  [T in GoalEventType]: { type: T; data: z.infer<(typeof eventSchemas)[T]> }
}[GoalEventType]

export type ControlEventType = keyof typeof controlEvents
export type ControlEvent = {
  [T in ControlEventType]: { type: T; data: z.infer<(typeof controlEvents)[T]> }
}[ControlEventType]

const draftOf = (event: { type: string; data: object }): EventDraft => ({
  type: event.type,
  v: currentVersion(event.type),
  data: { ...event.data },
})
const written: Record<string, z.ZodType> = { ...eventSchemas, ...controlEvents }
/**
 * An event as decide answers it, ready to be appended. Throws INTERNAL for one that could not be read again: better no
 * commit than a goal that nobody can load.
 */
export const draft = (event: GoalEvent | ControlEvent): EventDraft => {
  const fit = written[event.type]?.safeParse(event.data)
  if (!fit?.success)
    throw new RemitError('INTERNAL', {
      event: event.type,
      issues: fit === undefined ? 'unknown' : z.prettifyError(fit.error),
    })
  return draftOf(event)
}

export type Recorded<E> = E & { meta: Omit<Envelope, 'data' | 'type' | 'v'> }

const read =
  <E>(schemas: Record<string, z.ZodType>, parse: (type: string, data: unknown) => E | undefined) =>
  (envelope: Envelope): Recorded<E> => {
    const { data, type, v, ...meta } = envelope
    if (!Object.hasOwn(schemas, type) || v > currentVersion(type))
      throw new RemitError('UNKNOWN_VERSION', { type, v, log: envelope.goal, version: envelope.version })
    const event = parse(type, upcast(type, v, data))
    if (event === undefined)
      throw new RemitError('RECORD_BROKEN', { type, log: envelope.goal, version: envelope.version })
    return { ...event, meta }
  }

const parseWith = <S extends Record<string, z.ZodType>, E>(schemas: S, schema: z.ZodType<E>) => {
  const known = schemas
  return read<E>(known, (type, data) => {
    const parsed = schema.safeParse({ type, data })
    return parsed.success ? parsed.data : undefined
  })
}

const unionOf = <S extends Record<string, z.ZodType>, E>(schemas: S): z.ZodType<E> => {
  const options = Object.entries(schemas).map(([type, data]) =>
    z.strictObject({ type: z.literal(type), data }),
  )
  const [first, ...rest] = options
  if (!first) throw new RangeError('no events')
  // A discriminated union over a table loses the pairing of type and data for the compiler, not for the parser.
  // oxlint-disable-next-line typescript/consistent-type-assertions
  return z.discriminatedUnion('type', [first, ...rest]) as unknown as z.ZodType<E>
}

/** Parses a goal's stored event: upcasts an older version, refuses a newer or unknown one ('upgrade first'). */
export const readGoalEvent = parseWith(eventSchemas, unionOf<typeof eventSchemas, GoalEvent>(eventSchemas))
/** The same for the control log. */
export const readControlEvent = parseWith(
  controlEvents,
  unionOf<typeof controlEvents, ControlEvent>(controlEvents),
)

/** `GoalAccepted` -> `accepted`, `EffectDone` -> `effect-done`: the last token of `remit.events...`. */
export const eventToken = (type: string): string =>
  type
    .replace(/^Goal(?=[A-Z])/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
