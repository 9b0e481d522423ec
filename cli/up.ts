import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { destination, type Logger } from 'pino'
import { parse } from 'yaml'
import { permissionTable } from '../bus/accounts.ts'
import { allUsers, openClient } from '../bus/bus-names.ts'
import { ensureCredentials } from '../bus/credentials.ts'
import { startNatsServer } from '../bus/nats-server-child.ts'
import { renderServerConfig } from '../bus/render-server-config.ts'
import { operatorToken, startConsole, tellingSettings } from '../console/start.ts'
import { homeFiles } from '../contracts/home-files.ts'
import { Systems } from '../contracts/policy.ts'
import { startGateway } from '../gateway/start.ts'
import { createLogger } from '../observability/logger.ts'
import { findNatsServer } from '../scripts/nats-server.mjs'
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts'
import { readPolicyFiles } from '../supervisor/policy/read-policy-files.ts'
import { startSupervisor, type RunningSupervisor } from '../supervisor/start.ts'
import { foundAgentNames, startWorker, workerConfig } from '../worker/start.ts'
import { CliFailure } from './cli-failure.ts'
import { checkout, type UpConfig } from './up/config.ts'
import { startSandboxes, type RunningSandbox } from './up/start-sandboxes.ts'

export type Everything = {
  console: string
  nats: string
  logFile: string
  durable: string
  sandboxes: RunningSandbox[]
  supervisor: RunningSupervisor
  close: () => Promise<void>
}

type Say = (line: string) => void

const natsFor = async (
  config: UpConfig,
  log: Logger,
  say: Say,
  passwords: Record<string, string>,
  agents: string[],
) => {
  const { natsUrl } = config
  if (natsUrl !== undefined) return { url: natsUrl, lazySync: false, close: async () => undefined }
  const found = await findNatsServer({ log: say })
  const clients = [...(config.openClient ? [openClient] : []), ...config.clients]
  const table = permissionTable({ prefix: config.prefix, agents, clients })
  const child = await startNatsServer({
    program: found.path,
    folder: homeFiles(config.home).nats,
    ...(config.natsPort === undefined ? {} : { port: config.natsPort }),
    config: (place) =>
      renderServerConfig(
        table,
        {
          ...place,
          lazySync: found.lazySync,
          ...(config.openClient ? { openUser: `client-${openClient}` } : {}),
        },
        passwords,
      ),
    log,
  })
  return { url: child.url, lazySync: found.lazySync, close: child.close }
}

/** Waits until the policy compiles against the tools that the systems offer; says its faults when it does not. */
const untilReady = async (supervisor: RunningSupervisor): Promise<void> => {
  const until = performance.now() + 30_000
  let told: string[] = []
  while (performance.now() < until) {
    if (await supervisor.ready()) return
    told = await supervisor.faults()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new CliFailure(
    1,
    told.length === 0
      ? 'Remit did not become ready within 30 s. The log says why.'
      : `The policy does not hold against the tools that the systems offer:\n  ${told.join('\n  ')}`,
  )
}

/** Starts everything in one process: nats-server and the sample systems as children, the four processes inside. */
export const startAll = async (
  config: UpConfig,
  say: Say,
  faults: Record<string, string[]> = {},
): Promise<Everything> => {
  const files = homeFiles(config.home)
  await mkdir(join(config.home, 'logs'), { recursive: true, mode: 0o700 })
  const logFile = join(config.home, 'logs', 'remit.log')
  await using starting = new AsyncDisposableStack()
  const policy = await readPolicyFiles(config.config)
  const systems = Systems.parse(parse(policy['systems.yaml'] ?? '')).systems
  const agents = await foundAgentNames()
  const passwords = await ensureCredentials(files.nats, allUsers(agents, [openClient, ...config.clients]))
  const forWorker = workerConfig({ ...config.environment, REMIT_HOME: config.home })
  const keys = forWorker.model === undefined ? [] : [forWorker.model.apiKey]
  const log = createLogger({
    name: 'remit',
    level: config.logLevel,
    secrets: [...Object.values(passwords), ...keys, await operatorToken(config.home)],
    destination: destination({ dest: logFile, sync: false, mkdir: true }),
  })
  const nats = await natsFor(config, log, say, passwords, agents)
  starting.defer(nats.close)
  const sandboxes = await startSandboxes(
    checkout,
    config.home,
    systems.flatMap(({ name, sandbox }) => (sandbox === undefined ? [] : [{ name, folder: sandbox }])),
    faults,
  )
  starting.defer(sandboxes.close)
  const store = await openSqliteStore({ file: files.store, keyFile: files.storeKey })
  starting.defer(() => store.close())
  const connect = (user: string) => ({
    url: nats.url,
    user,
    pass: passwords[user] ?? '',
    prefix: config.prefix,
  })
  const listening = await startConsole({
    home: config.home,
    host: '127.0.0.1',
    port: config.port ?? 7341,
    portByHand: config.port !== undefined,
    telling: tellingSettings(config.environment),
    nats: connect('console'),
    log,
    store,
  })
  starting.defer(listening.close)
  const supervisor = await startSupervisor({
    home: config.home,
    nats: connect('supervisor'),
    agents,
    policy: { files: policy, apply: 'always' },
    sandboxes: sandboxes.places,
    lazySync: nats.lazySync,
    log,
    store,
  })
  starting.defer(supervisor.close)
  const gateway = await startGateway({ nats: connect('gateway'), log, probe: true })
  starting.defer(gateway.close)
  const worker = await startWorker(
    { ...forWorker, natsUrl: nats.url, prefix: config.prefix },
    { log, passwords },
  )
  starting.defer(() => worker.close())
  await untilReady(supervisor)
  const running = starting.move()
  return {
    console: listening.url,
    nats: nats.url,
    logFile,
    durable: nats.lazySync ? 'process-crash' : 'power-loss',
    sandboxes: sandboxes.running,
    supervisor,
    close: () => running.disposeAsync(),
  }
}
