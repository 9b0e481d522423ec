import { PermissionViolationError } from '@nats-io/transport-node'
import type { NatsConnection } from '@nats-io/transport-node'
import type { BusLog } from './bus-log.ts'

export type ConnectionStatus = 'connected' | 'reconnecting' | 'closed'
export type ConnectionState = {
  status: () => ConnectionStatus
  /** whether the connection stands, or stands again within the time */
  connected: (withinMs: number) => Promise<boolean>
  onReconnect: (back: () => void) => () => void
  onLost: (lost: () => void) => void
  onRefused: (refused: (error: PermissionViolationError) => void) => void
}

/** Follows what the library says of its connection. */
export const followConnection = (connection: NatsConnection, log: BusLog): ConnectionState => {
  let status: ConnectionStatus = 'connected'
  const back = new Set<() => void>()
  const lost = new Set<() => void>()
  const refused = new Set<(error: PermissionViolationError) => void>()
  const change = (now: ConnectionStatus): void => {
    if (status === now) return
    status = now
    for (const call of now === 'connected' ? back : lost) call()
  }
  const follow = async (): Promise<void> => {
    for await (const event of connection.status()) {
      if (event.type === 'disconnect') {
        log.warn({ server: event.server }, 'the connection to NATS is broken')
        change('reconnecting')
      } else if (event.type === 'reconnect') {
        log.info({ server: event.server }, 'the connection to NATS stands again')
        change('connected')
      } else if (event.type === 'error') {
        const { error } = event
        log.error({ err: error }, 'NATS refused something')
        if (error instanceof PermissionViolationError) for (const call of refused) call(error)
      }
    }
  }
  const ended = async (): Promise<void> => {
    const error = await connection.closed()
    if (error) log.error({ err: error }, 'the connection to NATS ended')
    change('closed')
  }
  void follow().catch((error: unknown) => log.error({ err: error }, 'the connection cannot be followed'))
  void ended().catch((error: unknown) => log.error({ err: error }, 'the connection cannot be followed'))
  return {
    status: () => status,
    connected: (withinMs) => {
      if (status === 'connected') return Promise.resolve(true)
      if (status === 'closed' || withinMs <= 0) return Promise.resolve(false)
      return new Promise((resolve) => {
        const end = (is: boolean) => (): void => {
          clearTimeout(timer)
          back.delete(yes)
          lost.delete(no)
          resolve(is)
        }
        const yes = end(true)
        const no = end(false)
        const timer = setTimeout(no, withinMs)
        back.add(yes)
        lost.add(no)
      })
    },
    onReconnect: (call) => {
      back.add(call)
      return () => back.delete(call)
    },
    onLost: (call) => lost.add(call),
    onRefused: (call) => refused.add(call),
  }
}
