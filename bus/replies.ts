import { createInbox } from '@nats-io/transport-node'
import type { Msg, MsgHdrs, NatsConnection, PermissionViolationError } from '@nats-io/transport-node'
import { RemitError } from '../contracts/errors.ts'

export type Ask = { subject: string; bytes: Uint8Array; headers?: MsgHdrs | undefined; timeout: number }
export type Replies = {
  ask: (question: Ask) => Promise<Msg>
  /** the server refused this subject: whoever asks it learns so now and not by a timeout */
  refused: (error: PermissionViolationError) => void
  /** nothing that was asked before will be answered */
  lost: () => void
  close: () => void
}

type Waiting = {
  subject: string
  until: number
  resolve: (msg: Msg) => void
  reject: (error: RemitError) => void
}

const sweepMs = 50

/** Nobody subscribes to the subject: the server says so with an empty message of status 503. */
const nobody = (msg: Msg): boolean => msg.data.length === 0 && msg.headers?.code === 503

/**
 * One inbox and one timer for all answers of a connection, acks of publishes included. The library's own request
 * makes a timer and an error for each, which costs half of its CPU.
 */
export const createReplies = (connection: NatsConnection, inbox: string): Replies => {
  const base = `${createInbox(inbox)}.`
  const waiting = new Map<string, Waiting>()
  let count = 0
  let sweep: NodeJS.Timeout | undefined

  const take = (key: string): Waiting | undefined => {
    const found = waiting.get(key)
    waiting.delete(key)
    if (waiting.size === 0) {
      clearInterval(sweep)
      sweep = undefined
    }
    return found
  }
  const rejectAll = (which: (one: Waiting) => boolean, error: (one: Waiting) => RemitError): void => {
    for (const [key, one] of waiting) if (which(one)) take(key)?.reject(error(one))
  }
  const expire = (): void => {
    const now = performance.now()
    rejectAll(
      (one) => one.until <= now,
      (one) => new RemitError('TIMEOUT', { subject: one.subject }),
    )
  }
  const subscription = connection.subscribe(`${base}*`, {
    callback: (error, msg) => {
      if (error !== null)
        return rejectAll(
          () => true,
          (one) => new RemitError('FORBIDDEN', { subject: one.subject }),
        )
      const one = take(msg.subject.slice(base.length))
      if (one === undefined) return
      if (nobody(msg)) {
        one.reject(new RemitError('NATS_UNREACHABLE', { reason: `nobody listens on ${one.subject}` }))
      } else one.resolve(msg)
    },
  })
  return {
    ask: ({ subject, bytes, headers, timeout }) =>
      new Promise((resolve, reject) => {
        const key = (count++).toString(36)
        waiting.set(key, { subject, until: performance.now() + timeout, resolve, reject })
        sweep ??= setInterval(expire, sweepMs).unref()
        try {
          connection.publish(subject, bytes, { reply: base + key, ...(headers ? { headers } : {}) })
        } catch (error) {
          take(key)
          reject(new RemitError('NATS_UNREACHABLE', { subject }, { cause: error }))
        }
      }),
    refused: (error) => {
      if (error.operation !== 'publish') return
      rejectAll(
        (one) => one.subject === error.subject,
        (one) => new RemitError('FORBIDDEN', { subject: one.subject }, { cause: error }),
      )
    },
    lost: () =>
      rejectAll(
        () => true,
        (one) => new RemitError('NATS_UNREACHABLE', { subject: one.subject }),
      ),
    close: () => {
      subscription.unsubscribe()
      rejectAll(
        () => true,
        (one) => new RemitError('NATS_UNREACHABLE', { reason: 'closed', subject: one.subject }),
      )
    },
  }
}
