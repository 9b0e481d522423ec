import type { Msg, NatsConnection } from '@nats-io/transport-node'
import { RemitError, toRemitError } from '../contracts/errors.ts'
import type { BusLog } from './bus-log.ts'
import { incomingOf } from './incoming.ts'
import type { Incoming } from './incoming.ts'
import { toBytes } from './publish.ts'

export type Serving = {
  /** resolves once the server knows who answers here */
  ready: () => Promise<void>
  stop: () => Promise<void>
}

/** Where an answer may go: back over a door, or to an inbox of this account. */
const answerable = /^(?:_R_\.|_INBOX_[A-Za-z0-9_-]+\.|_INBOX\.)/

/** An error as it is told to others. What was not foreseen stays here: its text may hold anything. */
const refusal = (error: RemitError): unknown => ({
  error:
    error.code === 'INTERNAL'
      ? { code: error.code, message: new RemitError('INTERNAL').message }
      : { code: error.code, message: error.message, details: error.details },
})

/**
 * Answers requests. What the handler returns is the answer; what it throws is answered as
 * `{ error: { code, message, details } }`. A request whose reply is no inbox is dropped: answering it would publish
 * wherever the asker wished, with our rights.
 */
export const createServe =
  (connection: NatsConnection, log: BusLog) =>
  (
    subject: string,
    options: { queue?: string; max?: number },
    handler: (m: Incoming) => Promise<unknown>,
  ): Serving => {
    const { queue, max = 512 } = options
    const running = new Set<Promise<void>>()
    const answer = async (msg: Msg): Promise<unknown> => {
      if (running.size >= max) throw new RemitError('NOT_READY', { reason: 'too many requests at once' })
      return handler(incomingOf(msg))
    }
    const reply = async (msg: Msg): Promise<void> => {
      const to = msg.reply ?? ''
      if (!answerable.test(to)) {
        log.warn({ subject: msg.subject, reply: to }, 'a request without an inbox is not answered')
        return
      }
      let value: unknown
      try {
        value = await answer(msg)
      } catch (thrown) {
        const error = toRemitError(thrown)
        if (error.code === 'INTERNAL') log.error({ subject: msg.subject, err: error }, 'a request failed')
        value = refusal(error)
      }
      if (!connection.isClosed()) connection.publish(to, toBytes(value))
    }
    const take = (msg: Msg): void => {
      const work = reply(msg)
        .catch((failed: unknown) => log.error({ subject, err: failed }, 'an answer could not be sent'))
        .finally(() => running.delete(work))
      running.add(work)
    }
    const subscription = connection.subscribe(subject, {
      ...(queue === undefined ? {} : { queue }),
      callback: (error, msg) => {
        if (error === null) take(msg)
        else log.error({ subject, err: error }, 'this subject cannot be served')
      },
    })
    return {
      ready: () => connection.flush(),
      stop: async () => {
        subscription.unsubscribe()
        await Promise.all(running)
      },
    }
  }
