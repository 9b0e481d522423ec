/** A nats-server program on this machine. `lazySync`: what it acknowledges may be lost with the power. */
export type NatsServer = { path: string; version: string; how: string; lazySync: boolean }

export type FindNatsServer = {
  log?: (line: string) => void
  env?: Record<string, string | undefined>
  folders?: string[]
}

export function findNatsServer(options?: FindNatsServer): Promise<NatsServer>
export function syncsAlways(version: string): boolean
