import type { Msg, NatsConnection } from '@nats-io/transport-node'
import { RemitError } from '../contracts/errors.ts'
import type { Replies } from './replies.ts'

/** What the reply subject of a delivered message says, and the answers to it. */
export type Delivery = {
  stream: string
  deliveries: number
  seq: number
  /** when the stream stored it, RFC 3339 */
  time: string
  ack: () => void
  /** resolves when the server has taken the ack: for where an effect follows */
  ackAck: () => Promise<void>
  /** again, after milliseconds */
  nak: (delayMs: number) => void
  /** never again */
  term: (reason: string) => Promise<void>
  /** still at it: the time to ack begins anew */
  working: () => void
}

/**
 * Reads `$JS.ACK.<stream>.<consumer>.<deliveries>.<stream seq>.<consumer seq>.<nanoseconds>.<pending>`, since 2.10 with
 * `<domain>.<account hash>` before the stream and perhaps a random token at the end.
 */
export const deliveryOf = (deps: { connection: NatsConnection; replies: Replies }, msg: Msg): Delivery => {
  const reply = msg.reply ?? ''
  const parts = reply.split('.')
  const [stream, , deliveries, seq, , stored] = parts.length === 9 ? parts.slice(2) : parts.slice(4)
  if (!reply.startsWith('$JS.ACK.') || stream === undefined || stored === undefined) {
    throw new RemitError('INTERNAL', { subject: msg.subject, reason: 'it came from no stream' })
  }
  const say = (word: string): void => {
    if (!deps.connection.isClosed()) deps.connection.publish(reply, word)
  }
  const insist = async (word: string): Promise<void> => {
    await deps.replies.ask({ subject: reply, bytes: Buffer.from(word), timeout: 5000 })
  }
  return {
    stream,
    deliveries: Number(deliveries),
    seq: Number(seq),
    time: new Date(Number(BigInt(stored) / 1_000_000n)).toISOString(),
    ack: () => say('+ACK'),
    ackAck: () => insist('+ACK'),
    nak: (delayMs) => say(`-NAK ${JSON.stringify({ delay: Math.round(delayMs * 1e6) })}`),
    term: (reason) => insist(`+TERM ${reason.replaceAll(/[^\x20-\x7e]/g, ' ').slice(0, 200)}`),
    working: () => say('+WPI'),
  }
}
