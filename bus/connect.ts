import { jetstreamManager } from '@nats-io/jetstream'
import type { JetStreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { RemitError } from '../contracts/errors.ts'
import { silentLog } from './bus-log.ts'
import type { BusLog } from './bus-log.ts'
import { inboxOf, agentApiPrefix } from './bus-names.ts'
import { followConnection } from './connection-state.ts'
import type { ConnectionStatus } from './connection-state.ts'
import { createConsume } from './consume.ts'
import type { ConsumeOptions, Consuming } from './consume.ts'
import { createDeadLetter } from './dead-letter.ts'
import { incomingOf, parseJson } from './incoming.ts'
import type { Incoming } from './incoming.ts'
import { createPublish, headersOf, toBytes } from './publish.ts'
import type { Published, PublishOptions } from './publish.ts'
import { createReplies } from './replies.ts'
import { createServe } from './serve.ts'
import type { Serving } from './serve.ts'
import { streamNames } from './streams.ts'
import type { StreamNames } from './streams.ts'
import { subjectsFor } from './subjects.ts'
import type { Subjects } from './subjects.ts'

export type BusOptions = {
  url: string
  user?: string
  pass?: string
  /** shown in the server's list of connections */
  name: string
  prefix?: string
  log?: BusLog
  /** where JetStream's API is: `$JS.API` for the supervisor and without a user, else `agentApiPrefix(prefix)` */
  apiPrefix?: string
  /** `inboxOf(user)` unless told otherwise: the only place where this user may hear answers */
  inbox?: string
}
export type RequestOptions = { timeout?: number; traceparent?: string | undefined }

export type Bus = AsyncDisposable & {
  subjects: Subjects
  streams: StreamNames
  /** into a stream, with its ack */
  publish: (subject: string, value: unknown, options?: PublishOptions) => Promise<Published>
  /** to whoever listens now; lost if nobody does */
  note: (subject: string, value: unknown) => void
  /** the answer's JSON, `{ error }` included. @throws RemitError TIMEOUT, NATS_UNREACHABLE, FORBIDDEN */
  request: (subject: string, value: unknown, options?: RequestOptions) => Promise<unknown>
  serve: (
    subject: string,
    options: { queue?: string; max?: number },
    handler: (m: Incoming) => Promise<unknown>,
  ) => Serving
  consume: (options: ConsumeOptions) => Consuming
  subscribe: (subject: string, handler: (m: Incoming) => void) => { stop: () => void }
  status: () => ConnectionStatus
  /** called each time the connection stands again; returns how to stop that */
  onReconnect: (back: () => void) => () => void
  /** throws unless a message can be stored on file now: for readiness */
  canary: () => Promise<void>
  /** JetStream's administration: the supervisor's alone */
  manager: () => Promise<JetStreamManager>
  /** ends what runs, sends what is left, closes */
  drain: () => Promise<void>
  close: () => Promise<void>
}

const open = async ({ url, user, pass, name, inbox }: BusOptions & { inbox: string }) => {
  try {
    return await connect({
      servers: url.split(','),
      name,
      ...(user === undefined ? {} : { user }),
      ...(pass === undefined ? {} : { pass }),
      inboxPrefix: inbox,
      noAsyncTraces: true,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 100,
      reconnectJitter: 100,
      // A server that is set up anew may refuse for a moment; giving up would need a restart of this process.
      ignoreAuthErrorAbort: true,
      timeout: 5000,
      pingInterval: 10_000,
      maxPingOut: 2,
    })
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw new RemitError(
      'NATS_UNREACHABLE',
      { url: url.replaceAll(/\/\/[^@/]*@/g, '//'), said },
      { cause: error },
    )
  }
}

/**
 * Connects as one user. A worker that hosts several agents has one connection for each: an account is an agent's.
 * @throws RemitError NATS_UNREACHABLE, also where user and password are refused
 */
export const connectBus = async (options: BusOptions): Promise<Bus> => {
  const { user, prefix = 'remit', log = silentLog } = options
  const inCore = user === undefined || user === 'supervisor'
  const apiPrefix = options.apiPrefix ?? (inCore ? '$JS.API' : agentApiPrefix(prefix))
  const inbox = options.inbox ?? (user === undefined ? '_INBOX' : inboxOf(user))
  const subjects = subjectsFor(prefix)
  const connection = await open({ ...options, inbox })
  const state = followConnection(connection, log)
  const replies = createReplies(
    connection,
    `${inbox}.${connection.info?.client_id ?? 0}-${Date.now().toString(36)}`,
  )
  state.onLost(replies.lost)
  state.onRefused(replies.refused)
  const { connected } = state
  const publishBytes = createPublish({
    replies,
    connected,
    largest: () => connection.info?.max_payload ?? 2 ** 20,
  })
  const deadLetter = createDeadLetter({ subjects, publish: publishBytes })
  const active = { consuming: new Set<Consuming>(), serving: new Set<Serving>() }
  const consume = createConsume({
    connection,
    replies,
    inbox,
    apiPrefix,
    log,
    deadLetter,
    connected,
    onReconnect: state.onReconnect,
  })
  const serve = createServe(connection, log)

  const close = async (): Promise<void> => {
    // Not awaited: a handler may hang, and what it did not finish is delivered again.
    for (const consuming of active.consuming) void consuming.stop()
    replies.close()
    await connection.close()
  }
  return {
    subjects,
    streams: streamNames(prefix),
    publish: (subject, value, more) => publishBytes(subject, toBytes(value), more),
    note: (subject, value) => {
      if (state.status() === 'connected') connection.publish(subject, toBytes(value))
    },
    request: async (subject, value, { timeout = 5000, traceparent } = {}) => {
      // Sent while the connection is broken it would be lost, or arrive when the asker is gone.
      if (state.status() !== 'connected') throw new RemitError('NATS_UNREACHABLE', { subject })
      const msg = await replies.ask({
        subject,
        bytes: toBytes(value),
        headers: headersOf({ traceparent }),
        timeout,
      })
      return parseJson(msg.data)
    },
    serve: (...args) => {
      const serving = serve(...args)
      active.serving.add(serving)
      return serving
    },
    consume: (args) => {
      const consuming = consume(args)
      active.consuming.add(consuming)
      return consuming
    },
    subscribe: (subject, handler) => {
      const subscription = connection.subscribe(subject, {
        callback: (error, msg) => {
          if (error !== null) return log.error({ subject, err: error }, 'this subject cannot be heard')
          try {
            handler(incomingOf(msg))
          } catch (failed) {
            log.warn({ subject: msg.subject, err: failed }, 'a message was not understood')
          }
        },
      })
      return { stop: () => subscription.unsubscribe() }
    },
    status: state.status,
    onReconnect: state.onReconnect,
    canary: async () => {
      await publishBytes(subjects.canary, toBytes({ at: new Date().toISOString() }), { timeout: 3000 })
    },
    manager: () => jetstreamManager(connection, { apiPrefix, checkAPI: false }),
    drain: async () => {
      await Promise.all([...active.consuming, ...active.serving].map((one) => one.stop()))
      if (state.status() === 'connected') await connection.flush()
      await close()
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
