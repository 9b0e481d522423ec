/** A nats-server program on this machine. `lazySync`: what it acknowledges may be lost with the power. */
export type NatsServer = { path: string; version: string; how: string; lazySync: boolean }

/** A way to get a program that is not here yet: it leaves the program in `folder`. `bytes`: what was fetched. */
export type NatsServerSource = {
  name: string
  get: (into: { folder: string; platform: string; env: Record<string, string | undefined> }) => Promise<{
    program: string
    bytes?: number
  }>
}

export type FindNatsServer = {
  log?: (line: string) => void
  env?: Record<string, string | undefined>
  folders?: string[]
  sources?: NatsServerSource[]
}

export function findNatsServer(options?: FindNatsServer): Promise<NatsServer>
export function syncsAlways(version: string): boolean
