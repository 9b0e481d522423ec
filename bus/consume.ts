import { setTimeout as delay } from 'node:timers/promises'
import type { Msg, NatsConnection } from '@nats-io/transport-node'
import { z } from 'zod'
import { RemitError, toRemitError } from '../contracts/errors.ts'
import type { BusLog } from './bus-log.ts'
import type { DeadLetter } from './dead-letter.ts'
import { deliveryOf } from './delivery.ts'
import type { Delivery } from './delivery.ts'
import { parseJson, readHeaders } from './incoming.ts'
import type { Incoming } from './incoming.ts'
import { createPull } from './pull.ts'
import type { Pull, PullState } from './pull.ts'
import { judgeFailure, mostDeliveries } from './redelivery.ts'
import type { Replies } from './replies.ts'
import { ackWaitSeconds } from './streams.ts'

export type ConsumeOptions = {
  stream: string
  /** the durable consumer; replicas that name the same share its messages */
  consumer: string
  /** how many messages are handled at once */
  max: number
  /** resolves: acknowledged. Throws: see redelivery.ts; a non-retryable RemitError is a dead letter. */
  handler: (m: Incoming) => Promise<void>
  /** wait until the server has taken the ack: for where an effect follows */
  ackAck?: boolean
  /** a larger body is a dead letter, TOO_LARGE */
  maxBytes?: number
  /** taken as it is: not parsed, `m.data` is undefined, and what fails stays with the server, never a dead letter */
  raw?: boolean
  /** told before a dead letter is kept; `m.data` is undefined where the body is not JSON */
  onDead?: (m: Incoming, error: RemitError) => Promise<void>
  onState?: (state: PullState) => void
}
export type Consuming = {
  state: () => PullState
  running: () => number
  /** takes no more, gives back what was not begun, waits for what was */
  stop: () => Promise<void>
  [Symbol.asyncDispose]: () => Promise<void>
}
export type ConsumeDeps = {
  connection: NatsConnection
  replies: Replies
  inbox: string
  apiPrefix: string
  log: BusLog
  deadLetter: (letter: DeadLetter) => Promise<void>
  connected: (withinMs: number) => Promise<boolean>
  onReconnect: (back: () => void) => () => void
}

type Job = { delivery: Delivery; m: Incoming; names: string[]; since: number; fault: RemitError | undefined }

const Info = z.object({ error: z.object({ description: z.string() }).optional() })

const jobOf = (deps: ConsumeDeps, msg: Msg, { maxBytes, raw = false }: ConsumeOptions): Job => {
  const delivery = deliveryOf(deps, msg)
  const headers = readHeaders(msg)
  let data: unknown
  let fault: RemitError | undefined
  try {
    if (maxBytes !== undefined && msg.data.length > maxBytes) {
      throw new RemitError('TOO_LARGE', { bytes: msg.data.length, most: maxBytes })
    }
    if (!raw) data = parseJson(msg.data)
    if (!raw && delivery.deliveries > mostDeliveries) {
      fault = new RemitError('INTERNAL', {
        reason: `${delivery.deliveries - 1} deliveries without an answer`,
      })
    }
  } catch (error) {
    fault = toRemitError(error)
  }
  const m: Incoming = {
    subject: msg.subject,
    data,
    bytes: msg.data,
    size: msg.data.length,
    headers,
    traceparent: headers.get('traceparent'),
    seq: delivery.seq,
    time: delivery.time,
    deliveries: delivery.deliveries,
    reply: msg.reply ?? '',
  }
  return { delivery, m, names: headers.names(), since: performance.now(), fault }
}

/** Handles the messages of a durable consumer, again and again across restarts of the server. */
export const createConsume =
  (deps: ConsumeDeps) =>
  (options: ConsumeOptions): Consuming => {
    const { stream, consumer, max, handler, onDead } = options
    const about = { stream, consumer }
    const queue: Job[] = []
    const running = new Map<Job, Promise<void>>()
    const stopping = new AbortController()
    let state: PullState = { status: 'running' }

    const bury = async (job: Job, error: RemitError): Promise<void> => {
      await onDead?.(job.m, error)
      await deps.deadLetter({ m: job.m, names: job.names, stream, error })
      await job.delivery.term(error.code)
      deps.log.warn({ ...about, seq: job.m.seq, code: error.code }, 'a message became a dead letter')
    }
    const acknowledge = async (job: Job): Promise<void> => {
      // An ack into a broken connection is lost without a word.
      await deps.connected(10_000)
      if (options.ackAck === true) await job.delivery.ackAck()
      else job.delivery.ack()
    }
    /** Milliseconds to wait before the next try here; undefined when the message is off our hands. */
    const settle = (job: Job, error: RemitError, tries: number): number | undefined => {
      const { deliveries, seq } = job.m
      const heldMs = performance.now() - job.since
      const verdict = judgeFailure(error, { deliveries, tries, heldMs, random: Math.random() })
      const fields = { ...about, seq, deliveries, err: error }
      if (verdict.do === 'hold') {
        deps.log.warn(fields, 'a message waits for what is away')
        return verdict.delayMs
      }
      if (verdict.do === 'dead' && job.fault === undefined && options.raw !== true) {
        job.fault = error
        return 0
      }
      // A dead letter that cannot be kept stays with the server, which counts on.
      deps.log.warn(fields, 'a message is given back')
      job.delivery.nak(verdict.do === 'again' ? verdict.delayMs : 30_000)
      return undefined
    }
    const work = async (job: Job): Promise<void> => {
      for (let tries = 0; !stopping.signal.aborted || tries === 0; tries += 1) {
        try {
          if (job.fault) return await bury(job, job.fault)
          await handler(job.m)
        } catch (thrown) {
          const wait = settle(job, toRemitError(thrown), tries)
          if (wait === undefined) return
          if (wait > 0) await delay(wait, undefined, { signal: stopping.signal }).catch(() => undefined)
          continue
        }
        return acknowledge(job)
      }
      job.delivery.nak(0)
    }
    const pump = (): void => {
      while (running.size < max && queue.length > 0 && !stopping.signal.aborted) {
        const job = queue.shift()
        if (job === undefined) break
        const done = work(job)
          .catch((error: unknown) =>
            deps.log.error({ ...about, err: error }, 'a message was left to redelivery'),
          )
          .finally(() => {
            running.delete(job)
            pump()
          })
        running.set(job, done)
      }
      pull.more()
    }
    const lookUp = async (): Promise<string | undefined> => {
      const subject = `${deps.apiPrefix}.CONSUMER.INFO.${stream}.${consumer}`
      try {
        const msg = await deps.replies.ask({ subject, bytes: new Uint8Array(), timeout: 2000 })
        return Info.parse(parseJson(msg.data)).error?.description
      } catch (error) {
        return toRemitError(error).message
      }
    }
    const pull: Pull = createPull({
      connection: deps.connection,
      inbox: deps.inbox,
      apiPrefix: deps.apiPrefix,
      stream,
      consumer,
      max,
      room: () => max - running.size - queue.length,
      lookUp,
      onMessage: (msg) => {
        queue.push(jobOf(deps, msg, options))
        pump()
      },
      onState: (now) => {
        state = now
        if (now.status === 'stalled') deps.log.warn({ ...about, reason: now.reason }, 'no messages come')
        else deps.log.info(about, 'messages come again')
        options.onState?.(now)
      },
    })
    const forget = deps.onReconnect(() => pull.reset())
    const beat = setInterval(
      () => {
        const old = performance.now() - (ackWaitSeconds * 1000) / 4
        for (const job of [...running.keys(), ...queue]) if (job.since < old) job.delivery.working()
      },
      (ackWaitSeconds * 1000) / 4,
    )
    beat.unref()

    const stop = async (): Promise<void> => {
      stopping.abort()
      forget()
      await pull.stop()
      for (const job of queue.splice(0)) job.delivery.nak(0)
      await Promise.all(running.values())
      clearInterval(beat)
    }
    return { state: () => state, running: () => running.size, stop, [Symbol.asyncDispose]: stop }
  }
