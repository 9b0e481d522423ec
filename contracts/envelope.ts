import { z } from 'zod'

/** Who caused an event: a person, a process, an agent's task, or a client's account. */
export const Actor = z.strictObject({
  kind: z.enum(['person', 'account', 'agent', 'gateway', 'supervisor', 'timer']),
  id: z.string().min(1),
})
export type Actor = z.infer<typeof Actor>

/** RFC 3339 in UTC with milliseconds, as `Date.prototype.toISOString` writes it: sorts as text. */
export const Instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'an RFC 3339 UTC time')
export type Instant = z.infer<typeof Instant>

/** What decide answers: an event without its place in a log. */
export const EventDraft = z.strictObject({
  type: z.string().min(1),
  v: z.int().positive(),
  data: z.record(z.string(), z.unknown()),
})
export type EventDraft = z.infer<typeof EventDraft>

/**
 * An event as it is kept. `version` counts events of one log from 1; `id` is `<log>@<version>`; `cause` is
 * the id of the command that led to it; `hash` = SHA-256 over canonical JSON of all other fields, `prev` is
 * the hash of the event before it in the same log ('' for the first). The events of one commit share cause.
 */
export const Envelope = z.strictObject({
  id: z.string(),
  type: z.string(),
  v: z.int().positive(),
  goal: z.string(),
  version: z.int().positive(),
  at: Instant,
  by: Actor,
  cause: z.string().min(1),
  traceparent: z.string(),
  prev: z.string(),
  hash: z.string(),
  data: z.record(z.string(), z.unknown()),
})
export type Envelope = z.infer<typeof Envelope>
