import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findNatsServer } from '../scripts/nats-server.mjs'
import { permissionTable } from './accounts.ts'
import type { BusAccount } from './accounts.ts'
import { silentLog } from './bus-log.ts'
import { allUsers, openClient, userOfAgent, userOfClient } from './bus-names.ts'
import { connectBus } from './connect.ts'
import type { Bus, BusOptions } from './connect.ts'
import { ensureCredentials } from './credentials.ts'
import { ensureStreams } from './ensure-streams.ts'
import { startNatsServer } from './nats-server-child.ts'
import type { NatsServerChild } from './nats-server-child.ts'
import { renderServerConfig } from './render-server-config.ts'

export type TestNatsOptions = {
  agents?: readonly string[]
  clients?: readonly string[]
  /** changes the permission table: for negative controls and observers */
  table?: (table: BusAccount[]) => BusAccount[]
  /** users that `table` adds */
  users?: readonly string[]
}
export type TestNats = AsyncDisposable & {
  server: NatsServerChild
  url: string
  password: (user: string) => string
  /** a bus as this user; closed with the server */
  bus: (user: string, more?: Partial<BusOptions>) => Promise<Bus>
  supervisor: () => Promise<Bus>
  gateway: () => Promise<Bus>
  console: () => Promise<Bus>
  agent: (agent: string) => Promise<Bus>
  client: (client: string) => Promise<Bus>
  /** a bus without credentials */
  open: () => Promise<Bus>
}

/**
 * A real nats-server with the accounts of the permission table and all streams, on a random port in a fresh folder.
 * @param env where to look for the program: `REMIT_NATS_SERVER`, else what set-up would take
 */
export const startTestNats = async (
  env: Record<string, string | undefined>,
  options: TestNatsOptions = {},
): Promise<TestNats> => {
  const {
    agents = ['triage', 'support', 'finance'],
    clients = [openClient, 'acme'],
    table = (same) => same,
  } = options
  const program = env['REMIT_NATS_SERVER'] ?? (await findNatsServer({ env })).path
  const folder = await mkdtemp(join(tmpdir(), 'remit-nats-'))
  const passwords = await ensureCredentials(folder, [...allUsers(agents, clients), ...(options.users ?? [])])
  const accounts = table(permissionTable({ agents, clients }))
  const openUser = clients.includes(openClient) ? { openUser: userOfClient(openClient) } : {}
  const server = await startNatsServer({
    program,
    folder,
    preferredPort: 0,
    log: silentLog,
    config: (place) => renderServerConfig(accounts, { ...place, ...openUser }, passwords),
  })
  const made: Bus[] = []
  const connectAs = async (more: Partial<BusOptions>): Promise<Bus> => {
    const bus = await connectBus({ url: server.url, name: 'test', ...more })
    made.push(bus)
    return bus
  }
  const bus: TestNats['bus'] = (user, more = {}) => connectAs({ user, pass: passwords[user] ?? '', ...more })
  const first = await bus('supervisor')
  await ensureStreams(first, agents)
  return {
    server,
    url: server.url,
    password: (user) => passwords[user] ?? '',
    bus,
    supervisor: () => bus('supervisor'),
    gateway: () => bus('gateway'),
    console: () => bus('console'),
    agent: (agent) => bus(userOfAgent(agent)),
    client: (client) => bus(userOfClient(client)),
    open: () => connectAs({}),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(made.map((one) => one.close()))
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
