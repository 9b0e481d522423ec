import { setTimeout as delay } from 'node:timers/promises'
import { createInbox } from '@nats-io/transport-node'
import type { Msg, NatsConnection } from '@nats-io/transport-node'

export type PullState = { status: 'running' } | { status: 'stalled'; reason: string }
export type PullOptions = {
  connection: NatsConnection
  inbox: string
  /** `$JS.API`, or the local prefix of an agent's account */
  apiPrefix: string
  stream: string
  consumer: string
  /** how many more messages may come now */
  room: () => number
  max: number
  onMessage: (msg: Msg) => void
  onState: (state: PullState) => void
  /** looks the consumer up: undefined when it is there, else why not */
  lookUp: () => Promise<string | undefined>
}
export type Pull = {
  /** a place came free, or the connection is back */
  more: () => void
  reset: () => void
  /** asks no more; resolves when nothing can come any more */
  stop: () => Promise<void>
}

const reasonOf = (state: PullState): string => (state.status === 'stalled' ? state.reason : '')

const nanos = 1e6
const expiresMs = 30_000
const heartbeatMs = 5000
const longestPauseMs = 2000
/**
 * The server looks up where a request's answers go a moment after it took the request. An inbox of another account that
 * is gone by then counts as one that is there: a message would be sent to it, and be seen again after the ack wait only.
 */
const lingerMs = 100

/**
 * Asks a pull consumer for as many messages as there is room for. The library's own `consume` asks for the next
 * messages while those at hand still wait, so that a slow worker would keep work from a free one.
 * Answers come to an inbox with a generation at its end: after a stall, what an older request says no longer counts,
 * what it delivers still does.
 */
export const createPull = (options: PullOptions): Pull => {
  const { connection, apiPrefix, stream, consumer, room, max } = options
  const base = createInbox(options.inbox)
  const next = `${apiPrefix}.CONSUMER.MSG.NEXT.${stream}.${consumer}`
  let generation = 0
  let asked = 0
  let heard = performance.now()
  let askedAt = 0
  let pause = 0
  let retry: NodeJS.Timeout | undefined
  let state: PullState = { status: 'running' }
  let stopped = false

  const tell = (now: PullState): void => {
    if (now.status === state.status && reasonOf(now) === reasonOf(state)) return
    state = now
    options.onState(now)
  }
  const more = (): void => {
    if (stopped || retry !== undefined || connection.isClosed()) return
    const want = room() - asked
    // Small requests are put together, unless nothing is asked for at all.
    if (want <= 0 || (asked > 0 && want < max / 4)) return
    if (asked === 0) heard = performance.now()
    asked += want
    askedAt = performance.now()
    const body = { batch: want, expires: expiresMs * nanos, idle_heartbeat: heartbeatMs * nanos }
    connection.publish(next, JSON.stringify(body), { reply: `${base}.${generation}` })
  }
  const reset = (): void => {
    generation += 1
    asked = 0
    heard = performance.now()
    clearTimeout(retry)
    retry = undefined
    more()
  }
  const stall = (reason: string): void => {
    if (retry !== undefined || stopped) return
    generation += 1
    asked = 0
    pause = Math.min(Math.max(pause * 2, 50), longestPauseMs)
    tell({ status: 'stalled', reason })
    retry = setTimeout(() => {
      options.lookUp().then(
        (fault) => {
          retry = undefined
          if (stopped) return undefined
          if (fault !== undefined) return stall(fault)
          tell({ status: 'running' })
          return reset()
        },
        () => {
          retry = undefined
          return stall(reason)
        },
      )
    }, pause)
  }
  const onStatus = (msg: Msg): void => {
    if (msg.subject !== `${base}.${generation}`) return
    const code = msg.headers?.code ?? 0
    if (code === 100) return tell({ status: 'running' })
    const pending = Number(msg.headers?.get('Nats-Pending-Messages') ?? '')
    const description = msg.headers?.description ?? ''
    // 408: its time is over; 409 with a count: ended before it was full. Both say what is not coming any more.
    if (code === 408 || (code === 409 && pending > 0) || /batch completed/i.test(description)) {
      asked = Math.max(0, asked - pending)
      return more()
    }
    stall(code === 503 ? 'nobody answers for this consumer' : `${code} ${description}`.trim())
  }
  const subscription = connection.subscribe(`${base}.*`, {
    callback: (error, msg) => {
      if (error !== null) return stall(error.message)
      heard = performance.now()
      if (msg.subject.startsWith(base)) return onStatus(msg)
      pause = 0
      asked = Math.max(0, asked - 1)
      tell({ status: 'running' })
      options.onMessage(msg)
    },
  })
  const watch = setInterval(() => {
    if (asked > 0 && performance.now() - heard > heartbeatMs * 2.2) stall('heartbeats missed')
  }, heartbeatMs).unref()
  more()
  return {
    more,
    reset,
    stop: async () => {
      stopped = true
      clearInterval(watch)
      clearTimeout(retry)
      const since = performance.now() - askedAt
      if (asked > 0 && since < lingerMs) await delay(lingerMs - since)
      if (!connection.isClosed()) subscription.unsubscribe()
    },
  }
}
