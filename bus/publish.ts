import { setTimeout as delay } from 'node:timers/promises'
import { headers } from '@nats-io/transport-node'
import type { MsgHdrs } from '@nats-io/transport-node'
import { z } from 'zod'
import { RemitError, toRemitError } from '../contracts/errors.ts'
import { parseJson } from './incoming.ts'
import type { Replies } from './replies.ts'

/** `duplicate`: the stream has seen this message id in its window. */
export type Published = { stream: string; seq: number; duplicate: boolean }
export type PublishOptions = {
  /** `Nats-Msg-Id`: saves work where a message is sent again; what is right is decided by ids in the store */
  msgId?: string
  traceparent?: string | undefined
  headers?: Readonly<Record<string, string>>
  /** milliseconds in all, repeats included; 10 s */
  timeout?: number
}

const PubAck = z.union([
  z.object({
    error: z.object({ code: z.number(), err_code: z.number().optional(), description: z.string() }),
  }),
  z.object({ stream: z.string().min(1), seq: z.number(), duplicate: z.boolean().default(false) }),
])

const firstWaitMs = 2500
const tooLarge = 10054
const full: ReadonlySet<number> = new Set([10047, 10077, 10122])

/** JSON as bytes. A Buffer of text is the cheapest way there is. */
export const toBytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value ?? null))

export const headersOf = (options: PublishOptions): MsgHdrs | undefined => {
  const { msgId, traceparent, headers: more } = options
  if (msgId === undefined && traceparent === undefined && more === undefined) return undefined
  const all = headers()
  if (msgId !== undefined) all.set('Nats-Msg-Id', msgId)
  if (traceparent !== undefined) all.set('traceparent', traceparent)
  for (const [name, value] of Object.entries(more ?? {})) all.set(name, value)
  return all
}

const readAck = (subject: string, bytes: Uint8Array): Published => {
  const ack = PubAck.safeParse(parseJson(bytes))
  if (!ack.success) throw new RemitError('INTERNAL', { subject, reason: 'the answer is no ack' })
  if (!('error' in ack.data)) return ack.data
  const { code, err_code: number = 0, description } = ack.data.error
  if (number === tooLarge) throw new RemitError('TOO_LARGE', { subject, said: description })
  if (code >= 500 || full.has(number)) throw new RemitError('NOT_READY', { subject, said: description })
  throw new RemitError('INTERNAL', { subject, said: description })
}

const again: ReadonlySet<string> = new Set(['TIMEOUT', 'NATS_UNREACHABLE', 'NOT_READY'])

/**
 * Publishes into a stream and waits for its ack. What may not have arrived is sent again until the time is over: a
 * message that arrives twice is harmless, one that is lost is not. The connection drops what is published while it
 * is broken, so nothing is sent before it stands again.
 * @throws RemitError TIMEOUT, NATS_UNREACHABLE (also: no stream listens there), NOT_READY (stream full), TOO_LARGE,
 * FORBIDDEN (this user may not publish there)
 */
export const createPublish =
  (deps: { replies: Replies; connected: (withinMs: number) => Promise<boolean>; largest: () => number }) =>
  async (subject: string, bytes: Uint8Array, options: PublishOptions = {}): Promise<Published> => {
    if (bytes.length > deps.largest())
      throw new RemitError('TOO_LARGE', { bytes: bytes.length, most: deps.largest() })
    const { timeout = 10_000 } = options
    const until = performance.now() + timeout
    const left = (): number => until - performance.now()
    const all = headersOf(options)
    // Made where it is thrown: an error for each publish would cost more than the publish.
    let last: RemitError | undefined
    for (let tries = 0; left() > 0; tries += 1) {
      if (!(await deps.connected(left()))) break
      try {
        const wait = Math.min(left(), firstWaitMs * 2 ** tries)
        const msg = await deps.replies.ask({ subject, bytes, headers: all, timeout: Math.max(wait, 1) })
        return readAck(subject, msg.data)
      } catch (error) {
        last = toRemitError(error)
        if (!again.has(last.code)) throw last
      }
      const pause = Math.min(50 * 2 ** tries, 1000) * (0.5 + Math.random())
      if (last.code !== 'TIMEOUT' && pause < left()) await delay(pause)
      else if (last.code !== 'TIMEOUT') break
    }
    if (last === undefined) throw new RemitError('NATS_UNREACHABLE', { subject })
    throw typeof last.details['reason'] === 'string' && last.details['reason'].startsWith('nobody listens')
      ? new RemitError('NATS_UNREACHABLE', { reason: `no stream listens on ${subject}` }, { cause: last })
      : last
  }
