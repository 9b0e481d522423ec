import { z } from 'zod'
import { Id } from './ids.ts'

/** The ways in which people are told. */
export const Channel = z.enum(['mail', 'webhook'])
export type Channel = z.infer<typeof Channel>

/** What has become of an inbox item that a person is told of it. */
export const Stage = z.enum(['asked', 'reminded', 'rerouted', 'escalated'])
export type Stage = z.infer<typeof Stage>

/**
 * `remit.notices`, JetStream, supervisor -> console: tell this person of this item. No content and no address: the
 * console reads both where they are kept. `id` stays the same however often it is tried; receivers drop it by that.
 */
export const Notice = z.strictObject({
  v: z.literal(1),
  id: Id,
  goal: Id,
  item: Id,
  stage: Stage,
  person: Id,
  channel: Channel,
  /** how often it failed before */
  attempt: z.int().nonnegative(),
})
export type Notice = z.infer<typeof Notice>
